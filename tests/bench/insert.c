/* SPDX-License-Identifier: EUPL-1.2 */
/*
 * The yardstick for one `hvk-register add`: a bare program that opens a database and does one durable INSERT.
 *   insert FILE
 */
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	sqlite3 *database = NULL;
	int code;

	if (argc != 2 || sqlite3_open(argv[1], &database) != SQLITE_OK)
		return 1;
	sqlite3_busy_timeout(database, 5000);
	code = sqlite3_exec(database, "CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, b, c, d);"
			    "INSERT INTO t(b, c, d) VALUES (1, 2, 3)", NULL, NULL, NULL);
	if (code != SQLITE_OK)
		fprintf(stderr, "insert: %s\n", sqlite3_errmsg(database));
	sqlite3_close(database);
	return code != SQLITE_OK;
}
