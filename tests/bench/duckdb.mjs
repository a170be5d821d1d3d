// SPDX-License-Identifier: EUPL-1.2
// Runs one SQL text in DuckDB as a whole process: node duckdb.mjs MODULES THREADS SQL
import { createRequire } from 'node:module';

const [modules, threads, sql] = process.argv.slice(2);
const { DuckDBInstance } = createRequire(modules + '/')('@duckdb/node-api');
const instance = await DuckDBInstance.create(':memory:', { threads });
const connection = await instance.connect();
const reader = await connection.runAndReadAll(sql);
console.log(reader.getRowsJson().length);
