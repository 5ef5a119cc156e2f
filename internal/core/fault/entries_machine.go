package fault

var runningFaults = map[Code]definition{
	CodeRunNotFound: {
		NotFound, "There is no such run",
		"Only the latest run of each cell is kept with its output; this one was followed by another, or its output was cleared.",
		"Run the cell again.", "",
	},
	CodeRunActive: {
		Conflict, "The cell is running already",
		"A cell runs once at a time.",
		"Stop the cell first, or use restart.", "",
	},
	CodeRunNotActive: {
		Conflict, "The run is not active",
		"The run ended before the input or the request to stop it arrived, or has not begun yet.",
		"Run the cell first.", "",
	},
	CodeNode: {
		Unavailable, "Node.js cannot be used",
		"Cells run in Node.js, which was not found on this machine, or only in a version that is too old. Writing, reading and exporting work without it.",
		"Install Node.js 20.19 or newer and restart Srcbook.", "It is at https://nodejs.org and in the packages of most systems. `srcbook doctor` shows which one was found and where.",
	},
	CodeTooManyRuns: {
		Exhausted, "Too many cells are running",
		"Each running cell is a process of its own with its share of memory, so their number is limited.",
		"Stop a running cell first.", "Servers run until they are stopped: look for cells that still serve.",
	},
	CodeTransform: {
		Invalid, "The code cannot be read",
		"The cell, or one that it imports, is not valid TypeScript or JavaScript, so that it did not begin. The message names the first place at which the code makes no sense; the mistake is there or just before.",
		"Correct the code at the marked line.", "",
	},
	CodeRunFailed: {
		Invalid, "The code threw an error",
		"An error was thrown, or a promise rejected, and nothing in the code caught it, so Node.js ended the process. The place is the innermost one in a cell; the trace shows the way there.",
		"Look at the marked line, and at the trace for who called it.", "Each place of the trace that is in a cell is a link to its line.",
	},
	CodeRunTime: {
		Unavailable, "The run took too long",
		"The settings, or `--timeout` of `srcbook run`, limit how long a run may take, and this one was stopped when the time was over. Servers and timers count too.",
		"Choose Raise the limit below the run, then Run again, or make the code do less.", "It doubles the limit that the settings have for all runs. There, 0 means no limit.",
	},
	CodeRunMemory: {
		Exhausted, "The run needed too much memory",
		"The process needed more memory than a run may use and was ended, so that it does not slow down the machine. What it printed before is kept.",
		"Work on the data in parts, such as line by line, and run it again.", "Lists that only grow and results that are kept although nobody needs them are the usual reasons.",
	},
	CodeRunKilled: {
		Unavailable, "The process was ended from outside",
		"A signal ended the process that was not sent by Srcbook: by another program, by the system when it ran out of memory, or by the code itself.",
		"Run the cell again; if it happens again, look for what ends it.", "",
	},
	CodeRunExit: {
		Invalid, "The program reported a failure",
		"The process ended by itself with an exit code that is not 0, by `process.exit(…)` or because a top-level await waited for something that can never come.",
		"Look at what it printed last.", "",
	},
	CodeRunServer: {
		Unavailable, "The server ended while the cell ran",
		"The cells run below the server, so they end with it.",
		"Run the cell again.", "",
	},
	CodeOutputLimit: {
		TooLarge, "The run printed more than is kept",
		"The settings limit how much is kept of what a run prints, 10 MB unless somebody changed it, so that a loop that prints for ever does not fill the disk. The first and the last half are kept; what lies between is left out.",
		"Choose Raise the limit below the output, then Run again.", "The limit can also be set in the settings, from 1 to 50 MB. It counts for runs that begin after that. What has to be kept whole is better written to a file.",
	},
}

var packageFaults = map[Code]definition{
	CodePackageName: {
		Invalid, "It is not the name of a package",
		"npm's names are in small letters, with a scope in front where there is one.",
		"Use a package name as npm knows it, such as lodash or @types/node.", "",
	},
	CodePackageNotFound: {
		NotFound, "There is no such package",
		"The registry that npm is set up for does not have it, or has it only for those who are signed in there.",
		"Check the spelling of the package name.", "Private packages need their registry and token in the .npmrc of your home folder.",
	},
	CodePackageVersion: {
		NotFound, "There is no such version of the package",
		"The registry has the package but no version that fits the range in package.json.",
		"Choose a version that the registry has.", "",
	},
	CodePackageJSON: {
		Invalid, "package.json cannot be read",
		"It is not valid JSON, or not an object. Nothing can be installed until it is.",
		"Correct package.json; it has to be valid JSON.", "JSON has no comments, no comma after the last element, and double quotes only.",
	},
	CodeRegistry: {
		Unavailable, "The package registry does not answer",
		"Packages come from the registry that npm is set up for on this machine. It could not be reached, or answered with an error. What is installed already goes on working.",
		"Check the network and the registry settings of npm, then try again.", "`npm ping` and `srcbook doctor` try the same connection.",
	},
	CodePeerConflict: {
		Conflict, "Packages ask for different versions of another",
		"Two packages each need a version of a third one that the other cannot work with.",
		"Choose versions that fit each other; the log names them.", "Updating both usually helps.",
	},
	CodeInstallActive: {
		Conflict, "Packages are being installed already",
		"One installation at a time writes to the folder of a notebook.",
		"Wait for the running installation, or cancel it.", "",
	},
	CodeInstallFailed: {
		Unavailable, "The packages could not be installed",
		"The package manager ended with an error. The packages that were there before are still there.",
		"Open the log to see what the package manager reported.", "",
	},
	CodeToolchain: {
		Unavailable, "The package tools are not ready",
		"Srcbook sets up its package manager, TypeScript and the formatter in its data folder when it starts for the first time, which needs the package registry once.",
		"The package tools are still being set up; try again in a moment.", "The status bar shows how far it is and why it failed.",
	},
	CodeInstallNotActive: {
		Conflict, "No packages are being installed",
		"The installation was over before it could be canceled.",
		"Start an installation first.", "",
	},
	CodePackageMissing: {
		NotFound, "The package is not installed",
		"The code imports a package that is not in the notebook's package.json, or was not installed yet.",
		"Add the package, then run the cell again.", "If the name is one of your own cells, import it with ./ in front.",
	},
}

var storageFaults = map[Code]definition{
	CodeStorage: {
		Unavailable, "The disk or the database reported an error",
		"Something could not be read or written. Nothing that was acknowledged is lost; edits wait in the browser until they can be stored.",
		"Look at the server's log; reading and export still work.", "`srcbook doctor` checks the data folder and the database.",
	},
	CodeStorageFull: {
		Unavailable, "The disk is full",
		"There is no space left where the data folder or the temporary folder is. Edits wait in the browser.",
		"Free some disk space; edits are accepted again by themselves.", "",
	},
	CodeStorageLock: {
		Unavailable, "Another program holds the database",
		"A backup tool or a database browser has locked the file. Edits wait in the browser.",
		"End the other program that holds the database; edits are accepted again by themselves.", "",
	},
	CodeReadOnly: {
		Unavailable, "It cannot be written",
		"The permissions of a file or folder, or a file system that is mounted for reading only, do not allow writing. Edits wait in the browser.",
		"Make the data folder writable; edits are accepted again by themselves.", "",
	},
	CodeDataFolder: {
		Unavailable, "The data folder cannot be used",
		"Srcbook keeps everything in one folder. It could not be made or opened, is in use by another Srcbook, or was written by a newer one.",
		"Choose a writable folder with --data.", "",
	},
	CodeKeyFile: {
		Unavailable, "The key of the secrets cannot be used",
		"Secrets are encrypted with a key in a file of its own. The file is missing, damaged, or not the one that the secrets were encrypted with.",
		"Restore the key file from a backup; secrets cannot be read without it.", "Without a backup, set the secrets anew.",
	},
	CodeStorageFence: {
		Conflict, "Another server owns the notebook now",
		"Two servers worked on the same data. The one that lost stops writing at once, so that they do not overwrite each other.",
		"Another server owns this notebook now; reload the page.", "",
	},
}

var networkFaults = map[Code]definition{
	CodeUnreachable: {
		Unavailable, "The server does not answer",
		"The browser got no answer: the server was stopped, this machine or the network was asleep, or something between them blocks the way.",
		"Check that Srcbook is still running, then try again.", "Go on writing in an open notebook: edits are kept in the browser and sent when the server is back.",
	},
	CodeImportURL: {
		Invalid, "It is not an address to import from",
		"Notebooks are fetched over HTTP only.",
		"Use an http:// or https:// address of a .src.md file.", "",
	},
	CodeImportHost: {
		Forbidden, "The address is in a private network",
		"Srcbook does not fetch from addresses of its own machine and network, so that a link cannot make it reach what only it can reach.",
		"Download the file yourself and drop it into the library.", "",
	},
	CodeImportFetch: {
		Unavailable, "The address could not be fetched",
		"The host does not exist, did not answer in time, or answered with something else than a file.",
		"Check the address and try again.", "",
	},
	CodePortTaken: {
		Unavailable, "The port is taken",
		"Another program, or another Srcbook, listens on the port that the server was to use.",
		"End that program, or choose another port with --listen.", "`--listen localhost:0` takes a free one.",
	},
}

var languageFaults = map[Code]definition{
	CodeLanguageOff: {
		Unavailable, "The language service is not set up",
		"Types, completion and the other help with code come from TypeScript's language server, which is set up together with the package tools and is not there yet.",
		"Start Srcbook once while the package registry can be reached; the language service comes with the package tools.", "",
	},
	CodeLanguageRestarting: {
		Unavailable, "The language service is starting",
		"It ended, used too much memory or was restarted, and reads the notebook anew.",
		"It starts again by itself; everything else works meanwhile.", "",
	},
	CodeLanguageFailed: {
		Unavailable, "The language service failed",
		"It ended again and again, so Srcbook waits longer and longer before it tries the next time. A tsconfig.json or a package whose types are too much for it can be the reason.",
		"Restart the language service; everything else works meanwhile.", "Take back the latest change to tsconfig.json or to the packages if that does not help.",
	},
	CodeLanguageTimeout: {
		Unavailable, "The language service took too long",
		"The answer took longer than anybody wants to wait, as happens with very large types.",
		"Try again; very large types take longer the first time.", "",
	},
	CodeLanguageAsk: {
		Invalid, "The language service cannot be asked this",
		"The page asked in a way that this version of the server does not know.",
		"Reload the page, which may be older than the server.", "",
	},
	CodeLanguageOutside: {
		Forbidden, "The file is outside of the notebook",
		"Through the language service only files can be read and changed that belong to the notebook, so that it is no way to the rest of the disk.",
		"Only files of the notebook, of its packages and of TypeScript itself can be looked at.", "",
	},
	CodeFormat: {
		Invalid, "The cell cannot be formatted",
		"The formatter cannot read the code, or the notebook's own formatter configuration.",
		"Correct the code at the marked line, then format it again.", "",
	},
}

// browserFaults never come from the server.
var browserFaults = map[Code]definition{
	CodeClipboard: {
		Forbidden, "The browser does not allow the clipboard",
		"Browsers let a page reach the clipboard only at a secure address (https, or this machine), after a click or a key, and with your permission.",
		"Select the text and copy it with the browser's own keys.", "Allow the clipboard for this site in the browser's settings.",
	},
	CodeDrawing: {
		Internal, "A part of the page could not be shown",
		"A defect of the page, or something in the content that it cannot show, stopped one part of it. The rest of the page and your content are not affected.",
		"Show it again, or reload the page; the details help to report it.", "",
	},
}
