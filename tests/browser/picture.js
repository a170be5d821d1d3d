// SPDX-License-Identifier: EUPL-1.2
// Photographs the top of a page, 1000 px wide, down to the end of its first picture.
//   node picture.js FILE.html FILE.png
'use strict';
const path = require('path');
const { pathToFileURL } = require('url');
const { chromium } = require('playwright-core');
const { launch } = require('./launch.js');

async function main() {
	const browser = await chromium.launch(launch);
	const page = await browser.newPage({ viewport: { width: 1000, height: 900 }, colorScheme: 'light' });

	await page.goto(pathToFileURL(path.resolve(process.argv[2])).href);
	const end = await page.evaluate(() => document.querySelector('figure').getBoundingClientRect().bottom);
	await page.screenshot({ path: process.argv[3], fullPage: true, clip: { x: 0, y: 0, width: 1000, height: Math.ceil(end) + 16 } });
	await browser.close();
}

main();
