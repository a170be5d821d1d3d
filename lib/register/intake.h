/* SPDX-License-Identifier: EUPL-1.2 */
/* How other people's questions are to be read: an intake with the columns and options of questions. */
#ifndef HVK_REGISTER_INTAKE_H
#define HVK_REGISTER_INTAKE_H

#include "store/intake.h"

/* Behind the columns of a question: the cell that ids are hashed from. */
#define HVK__HASHED_ID HVK_COLUMNS

struct hvk__question_intake {
	struct hvk_intake intake; /* first, so that one is the other */
	char *desk, *id_from;     /* NULL: not given */
	int month;                /* 0: not given */
};

/* The options of an intake for questions. */
const struct hvk__question_intake *hvk__question_intake(const struct hvk_intake *intake);

/* HVK_OK when it is for questions, else HVK_EINVAL with the message on its store. */
int hvk__intake_require_questions(const struct hvk_intake *intake);

/* Matches the header of a reader. HVK_OK, or HVK_EINPUT with the first thing wrong. */
int hvk__intake_layout(const struct hvk_intake *intake, struct hvk__error *error, const struct hvk__reader *reader,
                       struct hvk__layout *layout);

#endif
