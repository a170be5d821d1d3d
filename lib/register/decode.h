/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * From a record of CSV to a question in forty bytes. Every cell is validated; what a text meant before is remembered
 * per column, so that the names, labels and dates of ten million rows are looked up a few hundred times.
 *
 * A decoder belongs to one thread. Only desks, which files bring along, are shared: they are looked up and made under
 * desk_lock.
 */
#ifndef HVK_REGISTER_DECODE_H
#define HVK_REGISTER_DECODE_H

#include "register/meaning.h"

enum hvk__decoded {
	HVK__DECODED_ROW,
	HVK__DECODED_VOIDED, /* only id and month are set */
	HVK__DECODED_BLANK,  /* not one cell had a value */
	HVK__DECODED_REFUSED /* the decoder's refusal tells why */
};

/* Why a row is refused. */
struct hvk__refusal {
	struct hvk__error error;
	bool private;    /* the row holds what may not be repeated */
	bool whole_file; /* other rows were probably misread too: the file is to be refused */
};

struct hvk__memo;

struct hvk__decoder {
	struct hvk_intake *intake;
	struct hvk__meanings meanings;
	const struct hvk__layout *layout;
	struct hvk__memo *memos[HVK_COLUMNS];
	struct {
		uint16_t cell, column;
	} columns[HVK_COLUMNS]; /* in the order to decode them: month first */
	size_t column_count;
	uint64_t value[HVK_COLUMNS]; /* what the cells of the last record meant; those of absent columns never change */
	bool keep_day;
	int month; /* of rows that have none; 0: to be refused */
	int first_month; /* rows of earlier ones, which were purged, are refused; 0 unless the caller sets it */
	uint16_t desk, contact;
	size_t extra_cells; /* the most empty cells seen beyond the header's */
	struct hvk__refusal refusal;
};

/* last_month: HVK__MONTH_MAX to take any. HVK_OK, HVK_EINPUT (the desk of the intake), HVK_ENOMEM; the message is in
 * decoder->refusal. Free it in any case. */
int hvk__decoder_init(struct hvk__decoder *decoder, struct hvk_intake *intake, pthread_mutex_t *desk_lock,
                      int last_month);
/* What follows has this layout, which must outlive its use. What was remembered stays valid. HVK_OK or HVK_ENOMEM. */
int hvk__decoder_layout(struct hvk__decoder *decoder, const struct hvk__layout *layout);
void hvk__decoder_free(struct hvk__decoder *decoder);

/* Decodes the record that the chunk has just split. row->id is 0 when the record has none. */
enum hvk__decoded hvk__decode_record(struct hvk__decoder *decoder, const struct hvk__chunk *chunk,
                                     struct hvk__row *row);

#endif
