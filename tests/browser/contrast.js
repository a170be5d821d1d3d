// SPDX-License-Identifier: EUPL-1.2
// The contrast of text with what is really under it, also inside pictures, which axe passes over: the page is photographed
// with its text and without. Where the two differ stands a letter, and the second tells what is under it.
'use strict';

const least = 4.5;
// A letter may cross a thin line of its picture and still be read.
const poorMax = 0.15;

// Runs in the page: every piece of text, its colour and its place.
function pieces() {
	const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
	const found = [];
	const walker = document.createTreeWalker(document.body || document.documentElement, NodeFilter.SHOW_TEXT);

	function parse(color) {
		canvas.clearRect(0, 0, 1, 1);
		canvas.fillStyle = color;
		canvas.fillRect(0, 0, 1, 1);
		return [...canvas.getImageData(0, 0, 1, 1).data];
	}
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const element = node.parentElement;
		const style = getComputedStyle(element);
		const picture = element.closest('svg');
		const range = document.createRange();

		if (node.data.trim() === '' || element.closest('style, title, desc, head') || style.visibility === 'hidden')
			continue;
		let opacity = 1;
		for (let up = element; up; up = up.parentElement)
			opacity *= Number(getComputedStyle(up).opacity);
		range.selectNodeContents(node);
		for (const box of range.getClientRects())
			if (box.width > 1 && box.height > 1)
				found.push({ text: node.data.trim().replace(/\s+/g, ' ').slice(0, 50), picture: Boolean(picture),
					color: parse(picture ? style.fill : style.color), opacity,
					box: [box.left + scrollX, box.top + scrollY, box.right + scrollX, box.bottom + scrollY] });
	}
	return found;
}

// Runs in the helper page: compares the two photographs at every piece.
async function measure({ withText, without, list, least, poorMax }) {
	async function pixels(base64) {
		const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
		const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
		const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');

		canvas.drawImage(bitmap, 0, 0);
		return canvas.getImageData(0, 0, bitmap.width, bitmap.height);
	}
	function luminance(color) {
		const [r, g, b] = color.map((value) => value / 255)
			.map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	}
	const a = await pixels(withText);
	const b = await pixels(without);
	const found = [];

	for (const { text, picture, color, opacity, box } of list) {
		const alpha = opacity * color[3] / 255;
		let letters = 0, poor = 0, worst = 21;

		for (let y = Math.max(0, Math.floor(box[1])); y < Math.min(a.height, Math.ceil(box[3])); y++) {
			for (let x = Math.max(0, Math.floor(box[0])); x < Math.min(a.width, Math.ceil(box[2])); x++) {
				const at = 4 * (y * a.width + x);
				const under = [b.data[at], b.data[at + 1], b.data[at + 2]];

				if (under.every((value, i) => value === a.data[at + i]))
					continue;
				const ink = luminance(under.map((value, i) => alpha * color[i] + (1 - alpha) * value));
				const paper = luminance(under);
				const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
				letters++;
				if (contrast < least) {
					poor++;
					worst = Math.min(worst, contrast);
				}
			}
		}
		if (letters === 0)
			found.push(`cannot be seen: '${text}'${picture ? ' in a picture' : ''}`);
		else if (poor > poorMax * letters)
			found.push(`contrast ${worst.toFixed(2)} at ${Math.round(100 * poor / letters)}% of '${text}'${
				picture ? ' in a picture' : ''}`);
	}
	return found;
}

// Runs in the page: opens what scrolls by itself, so that all of it is in the photograph.
function unroll() {
	for (const element of document.querySelectorAll('*'))
		if (['auto', 'scroll'].includes(getComputedStyle(element).overflowX))
			element.style.setProperty('overflow', 'visible', 'important');
}

// page shows what is looked at; helper is an empty page of the same browser that does the sums.
async function contrasts(page, helper) {
	await page.evaluate(unroll);
	const list = await page.evaluate(pieces);
	const photograph = async () => (await page.screenshot({ fullPage: true, animations: 'disabled' })).toString('base64');
	const withText = await photograph();

	await page.addStyleTag({ content: `*:not(svg *) { color: transparent !important; }
		svg text, svg tspan { fill: transparent !important; }` });
	const without = await photograph();
	return list.length === 0 ? ['no text'] : helper.evaluate(measure, { withText, without, list, least, poorMax });
}

module.exports = { contrasts };
