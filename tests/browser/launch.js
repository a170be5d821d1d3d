// SPDX-License-Identifier: EUPL-1.2
// How Chromium starts: the system's own, without a window, and without a word to anybody.
'use strict';

exports.launch = {
	executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
	// Its sandbox does not work for root, who is who runs this in a container.
	chromiumSandbox: process.getuid() !== 0,
	args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
		'--disable-component-update', '--disable-sync'],
};
