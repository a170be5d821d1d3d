/* SPDX-License-Identifier: EUPL-1.2 */
/* hvk-partner: who the partners are, what they offer, for whom, where, and whom to ring. */
#include "partner.h"

#include <string.h>

#include "common/ids.h"
#include "common/record-verbs.h"
#include "common/records.h"

static const struct option_spec no_options[] = { { 0 } };

/* What every type but partners has; see common/record-verbs.h. */
#define VERBS(word, type, name, name_kind, name_max, one, what, persons, audience)                                    \
	RECORD_ADD(word, type, name, name_kind, name_max, one),                                                       \
	RECORD_SET(word, type, what),                                                                                 \
	RECORD_LIST(word, type, what, persons, audience),                                                             \
	RECORD_SHOW(word, type, what, persons, partner_show, audience),                                               \
	RECORD_EDIT(word, type, one),                                                                                 \
	{ word " end", "[SLUG...]", VALUE_##type, 0, -1, "note the last day of " what,                                \
	  OPTIONS(end_options, ids_options, record_change_options), partner_end, FOR_STAFF },                         \
	RECORD_REMOVE(word, type, what),                                                                              \
	RECORD_IMPORT(word, what),                                                                                    \
	RECORD_EXPORT(word, type, what, persons, audience)

#define VERIFY(word, type, what)                                                                                      \
	{ word "verify", "[SLUG...]", VALUE_##type, 0, -1,                                                            \
	  "note that " what " are still right; --stale lists those to look at",                                       \
	  OPTIONS(verify_options, ids_options, record_change_options, record_exit_options,                            \
	          record_list_options[HVK_##type], output_options), partner_verify, FOR_STAFF }

static const struct verb_spec verbs[] = {
	{ "add", "[NAME]", VALUE_TEXT, 0, 1, "add a partner; prints its slug",
	  OPTIONS(record_change_options, record_column_options[HVK_PARTNER]), verb_add, FOR_STAFF },
	{ "set", "[SLUG...]", VALUE_PARTNER, 0, -1, "change columns of partners, all at once",
	  OPTIONS(ids_options, record_change_options, record_column_options[HVK_PARTNER]), verb_set, FOR_STAFF },
	{ "list", "", VALUE_NONE, 0, 0, "list partners",
	  OPTIONS(record_list_options[HVK_PARTNER], record_exit_options, output_options,
	          record_filter_options[HVK_PARTNER]), verb_list, FOR_ANYBODY },
	{ "find", "WORDS...", VALUE_TEXT, 1, -1, "find partners and offers by words in their texts",
	  OPTIONS(find_options, record_exit_options, output_options), partner_find, FOR_ANYBODY },
	{ "show", "SLUG...", VALUE_PARTNER, 1, -1,
	  "show partners in full: people, offers, agreements, what they cover",
	  OPTIONS(person_options, output_options), partner_show, FOR_STAFF },
	{ "edit", "SLUG", VALUE_PARTNER, 1, 1, "change a partner in an editor", OPTIONS(record_change_options),
	  verb_edit, FOR_STAFF },
	VERIFY("", PARTNER, "partners"),
	{ "rename", "SLUG NEW", VALUE_PARTNER, 2, 2, "give a partner another slug; the old one stays known",
	  OPTIONS(record_change_options), partner_rename, FOR_STAFF },
	{ "end", "[SLUG...]", VALUE_PARTNER, 0, -1, "note that partners take part no more",
	  OPTIONS(end_options, end_partner_options, ids_options, record_change_options), partner_end, FOR_STAFF },
	{ "remove", "[SLUG...]", VALUE_PARTNER, 0, -1,
	  "take out partners that should never have been there, with all that belongs to them",
	  OPTIONS(ids_options, record_change_options), verb_remove, FOR_STAFF },
	{ "dupes", "", VALUE_NONE, 0, 0, "list partners that may be the same", OPTIONS(dupes_options, output_options),
	  partner_dupes, FOR_STAFF },
	{ "merge", "KEEP DROP", VALUE_PARTNER, 2, 2, "make two partners one: KEEP, with what DROP had",
	  OPTIONS(record_change_options), partner_merge, FOR_STAFF },
	{ "due", "", VALUE_NONE, 0, 0, "list agreements that end soon",
	  OPTIONS(due_options, record_list_options[HVK_AGREEMENT], output_options,
	          record_filter_options[HVK_AGREEMENT]), partner_due, FOR_STAFF },
	{ "history", "SLUG", VALUE_PARTNER, 1, 1, "list the changes of a partner and what belongs to it",
	  OPTIONS(person_options, output_options), verb_history, FOR_STAFF },
	{ "undo", "", VALUE_NONE, 0, 0, "revert the last change; again, the one before", OPTIONS(record_undo_options),
	  verb_undo, FOR_STAFF },
	{ "import", "FILE...", VALUE_FILE, 1, -1,
	  "take in partners from CSV or rec, or an Open Referral package: a folder or zip file",
	  OPTIONS(record_import_options, package_options, record_change_options, intake_options),
	  partner_import, FOR_STAFF },
	{ "export", "", VALUE_NONE, 0, 0, "write partners with every column, or all as an Open Referral package",
	  OPTIONS(export_partner_options, person_options, record_filter_options[HVK_PARTNER]),
	  partner_export, FOR_ANYBODY },
	{ "purge", "", VALUE_NONE, 0, 0, "remove for good the people who left long ago",
	  OPTIONS(purge_options, record_change_options), partner_purge, FOR_STAFF },
	VERBS("person", PERSON, "[NAME]", VALUE_TEXT, 1, "a person", "people", person_options, FOR_STAFF),
	VERIFY("person ", PERSON, "people"),
	VERBS("offer", OFFER, "[NAME]", VALUE_TEXT, 1, "an offer", "offers", no_options, FOR_ANYBODY),
	VERIFY("offer ", OFFER, "offers"),
	VERBS("agreement", AGREEMENT, "", VALUE_NONE, 0, "an agreement", "agreements", no_options, FOR_STAFF),
	VERBS("house", HOUSE, "[GEMEENTE]", VALUE_GEMEENTE, 1, "the house of a gemeente", "houses", no_options,
	      FOR_ANYBODY),
	VERBS("member", MEMBERSHIP, "", VALUE_NONE, 0, "a membership of a house", "memberships", no_options, FOR_STAFF),
	{ 0 }
};

static const struct program_spec program = {
	"hvk-partner", "keeps the network: partners, people, offers, agreements, houses", verbs
};

int main(int argc, char **argv)
{
	records_prepare();
	return program_main(&program, argc, argv);
}
