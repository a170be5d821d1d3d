// SPDX-License-Identifier: EUPL-1.2
// Opens one page that hvk-report wrote in Chromium, as somebody reads it and as somebody prints it. Prints TAP.
//   node page.js FILE.html LANGUAGE     NODE_PATH leads to playwright-core and axe-core
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');
const { pathToFileURL } = require('url');
const { execFileSync } = require('child_process');
const { chromium } = require('playwright-core');
const { contrasts } = require('./contrast.js');
const { launch } = require('./launch.js');

const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const file = path.resolve(process.argv[2]);
const language = process.argv[3];
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hvk-page-'));
const widths = [360, 768, 1280];
const themes = ['light', 'dark'];
const bytesMax = 150000;

// Opens the page; whatever it does besides being shown stands in page.doings.
async function open(browser, theme, width) {
	const context = await browser.newContext({ colorScheme: theme, viewport: { width, height: 900 } });
	const page = await context.newPage();
	const address = pathToFileURL(file).href;

	page.doings = [];
	page.on('console', (message) => page.doings.push(`console ${message.type()}: ${message.text()}`));
	page.on('pageerror', (error) => page.doings.push(`error: ${error.message}`));
	page.on('dialog', (dialog) => { page.doings.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
	page.on('request', (request) => {
		if (request.url() !== address)
			page.doings.push(`request: ${request.url().slice(0, 200)}`);
	});
	await page.goto(address, { waitUntil: 'load' });
	await page.waitForTimeout(200);
	return page;
}

async function close(page) {
	await page.context().close();
}

// ---- as it is read

async function staysByItself(browser) {
	const found = [];

	for (const theme of themes) {
		const page = await open(browser, theme, 1280);

		found.push(...page.doings, ...await page.evaluate(() => {
			const bad = [];
			for (const element of document.querySelectorAll('*')) {
				if (['script', 'iframe', 'object', 'embed', 'link', 'base', 'form'].includes(element.localName))
					bad.push(`element: ${element.outerHTML.slice(0, 80)}`);
				for (const { name, value } of element.attributes) {
					const leads = ['src', 'href', 'xlink:href', 'action', 'srcset', 'data'].includes(name);
					if (name.startsWith('on') || /javascript:/i.test(value) || leads && !value.startsWith('#'))
						bad.push(`attribute: ${name}="${value.slice(0, 80)}"`);
				}
			}
			for (const style of document.querySelectorAll('style, [style]')) {
				const text = style.localName === 'style' ? style.textContent : style.getAttribute('style');
				for (const [part] of text.matchAll(/@import[^;]*|url\((?!['"]?#)[^)]*\)/g))
					bad.push(`style: ${part}`);
			}
			return bad;
		}));
		await close(page);
	}
	return found;
}

async function isStructured(browser) {
	const page = await open(browser, 'light', 1280);
	const found = await page.evaluate((wanted) => {
		const bad = [];
		if (document.compatMode !== 'CSS1Compat')
			bad.push('no doctype');
		if (document.documentElement.lang !== wanted)
			bad.push(`lang is '${document.documentElement.lang}', expected '${wanted}'`);
		if (document.title.trim() === '')
			bad.push('no title');
		for (const table of document.querySelectorAll('table')) {
			const start = table.outerHTML.slice(0, 120);
			const name = table.caption ? table.caption.textContent : (table.getAttribute('aria-labelledby') || '')
				.split(' ').map((id) => document.getElementById(id)?.textContent || '').join(' ');
			if (name.trim() === '')
				bad.push(`table without caption: ${start}`);
			if (!table.tHead)
				bad.push(`table without head: ${start}`);
			for (const head of table.querySelectorAll('th'))
				if (!['col', 'row', 'colgroup', 'rowgroup'].includes(head.scope))
					bad.push(`th without scope: ${head.outerHTML}`);
		}
		return bad;
	}, language);
	const size = fs.statSync(file).size;

	await close(page);
	if (size > bytesMax)
		found.push(`${size} bytes, at most ${bytesMax}`);
	return found;
}

// Every picture has a name and a description, and a table after it with each number that it shows.
async function picturesAreTold(browser) {
	const page = await open(browser, 'light', 1280);
	const found = await page.evaluate(() => {
		const bad = [];
		const tables = [...document.querySelectorAll('table')];
		const number = /^[+-]?[0-9][0-9 \u00a0\u202f.,]*%?$/;
		const plain = (text) => text.replace(/[\s\u00a0\u202f%+]/g, '');
		for (const picture of document.querySelectorAll('svg')) {
			const direct = (name) => [...picture.children].find((child) => child.localName === name);
			const title = direct('title')?.textContent.trim();
			const start = `${title || picture.outerHTML.slice(0, 100)}`;
			const labels = (picture.getAttribute('aria-labelledby') || '').split(' ');
			if (!title)
				bad.push(`picture without title: ${start}`);
			if (!direct('desc')?.textContent.trim())
				bad.push(`picture without description: ${start}`);
			if (picture.getAttribute('role') !== 'img' || !labels.includes(direct('title')?.id) ||
				labels.concat((picture.getAttribute('aria-describedby') || '').split(' ')).includes(direct('desc')?.id) === false)
				bad.push(`picture that is not announced: ${start}`);
			const table = tables.find((one) =>
				picture.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING);
			if (!table) {
				bad.push(`picture without table: ${start}`);
				continue;
			}
			const shown = new Set([...table.querySelectorAll('th, td')].map((cell) => plain(cell.textContent)));
			// What is stacked ends with the sum of its row.
			for (const row of table.rows)
				shown.add(String([...row.querySelectorAll('td')].reduce((sum, cell) => sum + Number(plain(cell.textContent)), 0)));
			const numbers = [...picture.querySelectorAll('text')].filter((text) => number.test(text.textContent.trim()));
			// The numbers of an axis are nobody's: 0, a step, twice the step, ... with their ends in one line.
			const column = (text) => Math.round(text.getBoundingClientRect().right);
			const isTick = (text) => {
				const values = numbers.filter((other) => column(other) === column(text))
					.map((other) => Number(plain(other.textContent))).sort((a, b) => a - b);
				return values.length > 1 && values[1] > 0 && values.every((value, i) => value === i * values[1]);
			};
			for (const text of numbers)
				if (!shown.has(plain(text.textContent)) && !isTick(text))
					bad.push(`${start}: ${text.textContent} is not in the table`);
		}
		return bad;
	});

	await close(page);
	return found;
}

async function fits(browser, width) {
	const page = await open(browser, 'light', width);
	const found = await page.evaluate(() => {
		const root = document.documentElement;
		const bad = [];
		const name = (element) => `<${element.localName} class="${element.getAttribute('class') || ''}"> '${
			element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)}'`;
		const scrolls = (element) => {
			for (let up = element; up && up !== document.body; up = up.parentElement)
				if (['auto', 'scroll'].includes(getComputedStyle(up).overflowX))
					return true;
			return false;
		};
		if (root.scrollWidth > root.clientWidth) {
			bad.push(`the document is ${root.scrollWidth} px wide, the window ${root.clientWidth}`);
			for (const element of document.body.querySelectorAll('*'))
				if (element.getBoundingClientRect().right > root.clientWidth + 0.5 && !scrolls(element))
					bad.push(`  ${name(element)}`);
		}
		// What scrolls by itself can be reached by keyboard; what is not to scroll shows all.
		for (const element of document.body.querySelectorAll('*')) {
			if (element.closest('svg') || element.scrollWidth <= element.clientWidth + 1 || element.clientWidth === 0)
				continue;
			const overflow = getComputedStyle(element).overflowX;
			if (overflow === 'hidden' || overflow === 'clip')
				bad.push(`cut off: ${name(element)}`);
			else if (overflow !== 'visible' && element.tabIndex < 0)
				bad.push(`not to be reached by keyboard: ${name(element)}`);
		}
		for (const picture of document.querySelectorAll('svg')) {
			const frame = picture.getBoundingClientRect();
			const texts = [...picture.querySelectorAll('text')].filter((text) => text.textContent.trim() !== '');
			const boxes = texts.map((text) => text.getBoundingClientRect());
			texts.forEach((text, i) => {
				const box = boxes[i];
				if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 1 ||
					box.bottom > frame.bottom + 1)
					bad.push(`outside its picture: ${name(text)}`);
				const turned = text.getScreenCTM();
				const size = parseFloat(getComputedStyle(text).fontSize) * Math.hypot(turned.a, turned.b);
				if (size < 7.5)
					bad.push(`too small to read, ${size.toFixed(1)} px: ${name(text)}`);
				for (let j = 0; j < i; j++) {
					const other = boxes[j];
					const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
					const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
					// A halo is the same text, in the same place.
					const halo = texts[j].textContent === text.textContent && Math.abs(box.left - other.left) < 1;
					if (!halo && across > 2 && down > 0.3 * Math.min(box.height, other.height))
						bad.push(`one over the other: ${name(texts[j])} ${name(text)}`);
				}
			});
		}
		return bad;
	});

	await close(page);
	return found;
}

async function isAccessible(browser, theme) {
	const found = [];

	for (const width of [360, 1280]) {
		const page = await open(browser, theme, width);

		await page.evaluate(axe);
		const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
		for (const violation of violations)
			for (const node of violation.nodes)
				found.push(`${width} px: ${violation.id} (${violation.impact}): ${violation.help}: ${
					node.html.slice(0, 160)} ${node.failureSummary.replace(/\s+/g, ' ')}`);
		await close(page);
	}
	return found;
}

async function isReadable(browser, theme, media) {
	const page = await open(browser, theme, 1280);
	const helper = await page.context().newPage();

	if (media === 'print') {
		await page.emulateMedia({ media: 'print', colorScheme: theme });
		// Browsers print no backgrounds but those that a page insists on.
		await page.evaluate(() => {
			for (const element of document.querySelectorAll('*'))
				if (getComputedStyle(element).printColorAdjust !== 'exact')
					element.style.setProperty('background', 'none', 'important');
		});
	}
	const found = await contrasts(page, helper);
	await close(page);
	return found;
}

// ---- as it is printed

function run(program, ...options) {
	return execFileSync(program, options, { encoding: 'utf8', maxBuffer: 1 << 26 });
}

async function print(browser, theme) {
	const page = await open(browser, theme, 1280);
	const pdf = path.join(folder, `${theme}.pdf`);

	await page.pdf({ path: pdf, preferCSSPageSize: true });
	await close(page);
	return pdf;
}

// The same text as on the screen, on the A4 pages that it needs.
async function isPrinted(browser) {
	const found = [];
	const pdf = await print(browser, 'light');
	const info = run('pdfinfo', pdf);
	const pages = Number(/^Pages: +([0-9]+)/m.exec(info)[1]);
	const size = /^Page size: +([0-9.]+) x ([0-9.]+)/m.exec(info).slice(1).map(Number);
	const page = await open(browser, 'light', 1280);
	const margins = await page.evaluate(() => {
		const rule = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
			.find((one) => one instanceof CSSPageRule);
		return ['left', 'right', 'top', 'bottom'].map((side) => parseFloat(rule?.style[`margin-${side}`]) || 10);
	});

	if (Math.abs(size[0] - 595) > 1 || Math.abs(size[1] - 842) > 1)
		found.push(`the page is ${size.join(' x ')} points, A4 is 595 x 842`);
	// The window becomes what is within the margins of a page, which are told in mm, at 96 px an inch.
	const width = Math.floor((210 - margins[0] - margins[1]) * 96 / 25.4);
	const height = Math.floor((297 - margins[2] - margins[3]) * 96 / 25.4);
	await page.emulateMedia({ media: 'print' });
	await page.setViewportSize({ width, height });
	const seen = await page.evaluate(() => {
		// A browser makes a page that is too wide for the paper smaller: by a third that can still be read.
		const root = document.documentElement;
		const wide = [...document.querySelectorAll('html, body *:not(svg *)')].filter((element) =>
			element.scrollWidth > element.clientWidth * 1.5 && element.clientWidth > 0 &&
			getComputedStyle(element).display !== 'inline');
		return {
			height: root.scrollHeight / Math.max(1, root.scrollWidth / root.clientWidth) ** 2,
			wide: wide.map((element) => `${element.localName}.${element.getAttribute('class') || ''} ${
				element.clientWidth} of ${element.scrollWidth} px: '${
				element.textContent.trim().replace(/\s+/g, ' ').slice(0, 60)}'`),
			text: document.body.innerText,
		};
	});
	await close(page);
	found.push(...seen.wide.map((element) => `too wide for the paper: ${element}`));

	// What must not be broken leaves room at the foot of a page, but never half of them.
	const least = Math.ceil(seen.height / height);
	if (pages < least - 1 || pages > 2 * least)
		found.push(`${pages} pages, expected about ${least}`);

	// Compared without blanks and hyphens: lines break where the page wants.
	const printed = run('pdftotext', '-raw', pdf, '-').normalize('NFKC').replace(/[\s\u00ad\p{Cf}]/gu, '');
	for (const line of seen.text.split(/[\n\t]/)) {
		const words = line.normalize('NFKC').split(/[\s\p{Cf}]+/u).filter((word) => word.length > 1);
		for (const word of words)
			if (!printed.includes(word) && !/[\u0590-\u08ff]/.test(word))
				found.push(`not on paper: '${word}' of '${line.slice(0, 60)}'`);
	}

	const fonts = run('pdffonts', pdf).split('\n').slice(2).filter((line) => line !== '');
	if (fonts.length === 0)
		found.push('no fonts: is it a picture?');
	for (const font of fonts)
		if (!/ yes (yes|no) +(yes|no) +[0-9]+ +[0-9]+ *$/.test(font))
			found.push(`font not embedded: ${font}`);
	return found;
}

// On paper nothing depends on the screen, and what is under all the rest is white or nothing.
async function isPrintedLight(browser) {
	const colors = {};

	for (const theme of themes) {
		const page = await open(browser, theme, 1280);

		await page.emulateMedia({ media: 'print', colorScheme: theme });
		colors[theme] = await page.evaluate(() => [...document.querySelectorAll('html, body, body *')].map((element) => {
			const style = getComputedStyle(element);
			return [`${element.localName}.${element.getAttribute('class') || ''}`, style.backgroundColor, style.color,
				style.borderColor, style.fill, style.stroke].join(' ');
		}));
		await close(page);
	}
	const found = colors.light.flatMap((line, i) => line === colors.dark[i] ? [] : [`${line} becomes ${colors.dark[i]}`]);
	for (const line of colors.light.slice(0, 2))
		if (!/^[^ ]+ (rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)) /.test(line))
			found.push(`no white paper: ${line}`);
	return found;
}

const tests = [
	['asks for nothing, runs nothing, complains of nothing', staysByItself],
	['has a language, a title, named tables and heads with a scope', isStructured],
	['tells in words and in a table what its pictures show', picturesAreTold],
	...widths.map((width) => [`fits a window of ${width} px`, (browser) => fits(browser, width)]),
	...themes.map((theme) => [`has nothing for axe to find, ${theme}`, (browser) => isAccessible(browser, theme)]),
	...themes.map((theme) => [`has all text at a contrast of 4.5, ${theme}`, (browser) => isReadable(browser, theme, 'screen')]),
	['has all text at a contrast of 4.5 on paper', (browser) => isReadable(browser, 'dark', 'print')],
	['prints whole on A4, fonts included', isPrinted],
	['prints in light colours when the screen is dark', isPrintedLight],
];

async function main() {
	const browser = await chromium.launch(launch);
	let failed = 0;

	console.log(`1..${tests.length}`);
	for (const [i, [name, test]] of tests.entries()) {
		const found = await test(browser).catch((error) => [error.stack]);
		console.log(`${found.length === 0 ? 'ok' : 'not ok'} ${i + 1} ${path.basename(file)} ${name}`);
		for (const line of found.slice(0, 25).join('\n').split('\n').filter((one) => one !== ''))
			console.log(`# ${line}`);
		failed += found.length > 0;
	}
	await browser.close();
	return failed > 0 ? 1 : 0;
}

main().catch((error) => { console.log(error.stack); return 1; }).then((status) => {
	fs.rmSync(folder, { recursive: true, force: true });
	process.exitCode = status;
});
