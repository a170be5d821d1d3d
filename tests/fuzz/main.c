/* SPDX-License-Identifier: EUPL-1.2 */
/* Runs a fuzz target over the files that are named, as one TAP test: so that targets and seeds do not rot. */
#include <stdio.h>

#include "fuzz/fuzz.h"

int main(int argc, char *argv[])
{
	static uint8_t bytes[1u << 20];

	for (int i = 1; i < argc; i++) {
		FILE *file = fopen(argv[i], "rb");
		size_t size;

		if (!file) {
			perror(argv[i]);
			return EXIT_FAILURE;
		}
		size = fread(bytes, 1, sizeof(bytes), file);
		fclose(file);
		LLVMFuzzerTestOneInput(bytes, size);
	}
	printf("1..1\nok 1 - %d seeds\n", argc - 1);
	return argc > 1 ? EXIT_SUCCESS : EXIT_FAILURE;
}
