package fault

var generalFaults = map[Code]definition{
	CodeInternal: {
		Internal, "Something went wrong inside Srcbook",
		"Srcbook met a condition that it has no better word for: a defect of its own, or a failure of the machine that was not foreseen. The reason is kept out of the message, since it may hold paths or data, and is in the server's log.",
		"Try again. If it happens again, report the code and the time with the log.",
		"The log is what `srcbook serve` writes to standard error; `--log-level info` shows more of it.",
	},
	CodeInvalid: {
		Invalid, "The request cannot be understood",
		"A value that was sent is missing, of the wrong kind or outside of what is allowed. The message names it. Sending the same again cannot succeed.",
		"Correct the request and send it again.", "",
	},
	CodeNotFound: {
		NotFound, "There is nothing at this address",
		"The address may be mistyped, or what it led to was deleted or renamed.",
		"Check the address.", "",
	},
	CodeUnauthenticated: {
		Unauthenticated, "You are not signed in",
		"Srcbook can run any code on its machine, so it answers only to browsers and scripts that know its token. This browser has never used the link with the token, or the server was started anew with another one.",
		"Open the link that the server printed when it started.",
		"Scripts send the token as `Authorization: Bearer TOKEN`; `srcbook serve --ready-file` writes it to a file.",
	},
	CodeForbidden: {
		Forbidden, "You may not do this",
		"You are signed in, and this needs a permission that you do not have, or is done by the server only.",
		"Ask an administrator for access.", "",
	},
	CodeTooLarge: {
		TooLarge, "It is too large",
		"What was sent or asked for is larger than the limit that the message names. The limits keep one notebook from slowing down all others: a cell holds 10 MB of text, for example.",
		"Send less than the stated limit.", "Data belongs in a file of the notebook's folder, which cells can read.",
	},
	CodeRateLimited: {
		Exhausted, "Too much at once",
		"More was asked for in a short time than the server takes on, such as wrong tokens or notebooks followed by one connection.",
		"Wait a moment and try again.", "",
	},
	CodeCanceled: {
		Canceled, "It was given up",
		"The one who asked went away or stopped it before it was done, or the notebook was closed meanwhile. Nothing was changed by halves.",
		"Start it again when needed.", "",
	},
	CodeHost: {
		Forbidden, "The server does not answer for this host",
		"The request named a host that is not one of the server's own. Answering it would let any web page that points a name at your machine talk to Srcbook (DNS rebinding).",
		"Use the address that the server printed, or allow this host with --allow-host.", "",
	},
	CodeOrigin: {
		Forbidden, "Another site may not use this server",
		"A page of another site sent this request with your session. Srcbook takes requests only from its own pages.",
		"Open Srcbook at its own address instead of through another site.", "Behind a proxy, start the server with `--allow-host` and the name that browsers use.",
	},
	CodeToken: {
		Unauthenticated, "The token is not valid",
		"The link is from an earlier start of the server with another data folder, or was not copied whole.",
		"Open the link that the server printed when it started.", "",
	},
	CodeMessage: {
		Invalid, "The page and the server do not understand each other",
		"The page sent a message that this version of the server does not know, which happens when the server was updated while the page was open.",
		"Reload the page to get the version that matches the server.", "Edits that were not sent yet are kept in the browser and sent after the reload.",
	},
	CodeShutdown: {
		Unavailable, "The server is shutting down",
		"The server or the notebook is being closed, so nothing new is begun. What was acknowledged is stored.",
		"The server is restarting; this page reconnects by itself.", "If it was stopped for good, start it again with `srcbook`.",
	},
	CodeConflict: {
		Conflict, "It was changed meanwhile",
		"Somebody else, or an earlier click, changed the same thing first, so that this action does not fit any more.",
		"The page follows the latest state by itself; repeat the action when it is still wanted.", "",
	},
}

var notebookFaults = map[Code]definition{
	CodeWorkspaceNotFound: {
		NotFound, "There is no such notebook",
		"The link is mistyped, or the notebook was deleted for good.",
		"Return to the library; it may be in the trash.", "",
	},
	CodeNotebookInvalid: {
		Invalid, "The file is not a valid notebook",
		"A .src.md file holds a title, and code blocks that each follow a heading with their file name. This one breaks rules of the format, which are listed with their lines. An .ipynb file has to be the JSON that Jupyter writes.",
		"Correct the listed lines and import the file again.", "`srcbook run FILE` checks a file too, without importing it.",
	},
	CodeFilename: {
		Invalid, "It cannot be the file name of a cell",
		"Code cells are real files, which other cells import. The name has to work on every system and end in a language that Srcbook runs.",
		"Use letters, digits, '-', '_' and '.', ending in .ts, .tsx, .js, .jsx, .mts, .cts, .mjs or .cjs.", "",
	},
	CodeFilenameTaken: {
		Conflict, "Another cell has this file name",
		"Two cells of a notebook cannot be the same file. Names that differ only in capitals count as the same, since some systems do not tell them apart.",
		"Choose another file name.", "",
	},
	CodeTitle: {
		Invalid, "It cannot be a title",
		"The title is the first line of the notebook's file, so it cannot be empty, have line breaks or be longer than 200 characters.",
		"Use one line of at most 200 characters.", "",
	},
	CodeLanguage: {
		Invalid, "It is not a language of notebooks",
		"A notebook is written in TypeScript or in JavaScript.",
		"Use typescript or javascript.", "",
	},
	CodeSecretName: {
		Invalid, "It cannot be the name of a secret",
		"Cells get secrets as environment variables, so their names follow the rules for these. Some names are taken by the system.",
		"Use capital letters, digits and '_', not starting with a digit.", "",
	},
	CodeSecretNotFound: {
		NotFound, "There is no such secret",
		"It was renamed or deleted, perhaps in another tab.",
		"Reload the list of secrets.", "",
	},
	CodeFolderConflict: {
		Conflict, "A file was changed on disk and in Srcbook",
		"Another program wrote to a file of the notebook's folder, or to the file that the notebook was opened from, and the same place was changed here too; or it wrote what cannot be brought in. Changes at different places are brought together by themselves. Neither version is overwritten until somebody decides.",
		"Choose Compare to see both versions and keep one.", "The status bar says how many files differ and leads to both sides. Keep the notebook's writes the file again; Take the file's changes the notebook, which can be undone. The side that is not kept becomes a named version in the history, or, where it cannot be one, a copy beside the file. Making both sides alike, in either program, ends it too.",
	},
	CodeExampleNotFound: {
		NotFound, "There is no such example",
		"The examples come with the program; this one is not among those of this version.",
		"Choose one of the listed examples.", "",
	},
	CodeInTrash: {
		Conflict, "It is in the trash",
		"A notebook in the trash is kept but cannot be opened, edited or run.",
		"Restore it from the trash first.", "",
	},
}

var editingFaults = map[Code]definition{
	CodeCellNotFound: {
		NotFound, "There is no such cell",
		"The cell was deleted, perhaps by somebody else, while it was edited or run here.",
		"The cell was removed; undo its removal to edit it.", "Deleted cells wait under \"Deleted cells\" and take in what is still written in them.",
	},
	CodeCellKind: {
		Invalid, "It does not work with this kind of cell",
		"Only code cells run and have file names, and a notebook has exactly one package.json and one tsconfig.json, which stay at their places.",
		"Use a cell of the right kind.", "",
	},
	CodeCellExists: {
		Conflict, "The cell exists already",
		"A new cell was sent with the id of one that is there.",
		"Use another cell id.", "",
	},
	CodeChange: {
		Invalid, "An edit does not fit the text",
		"An edit was sent for a text of another length, which points to a defect or to a page that is older than the server. It was not applied.",
		"Reload the page; unsent edits are kept and merged.", "",
	},
	CodeBaseTooOld: {
		Conflict, "An edit is from too long ago",
		"This browser was away while the cell changed many times, so that the server does not keep every step in between any more.",
		"The page merges the edits by itself; nothing is lost.", "A notice at the cell shows your text from before the merge.",
	},
	CodeBaseUnknown: {
		Invalid, "An edit is for a version that does not exist",
		"The page believes to have a version of the cell that the server never had, as after the server's data was restored from a backup.",
		"Reload the page; unsent edits are kept and merged.", "",
	},
	CodeSurrogate: {
		Invalid, "An edit splits a character",
		"Some characters, such as emoji, are two units in JavaScript's strings. An edit has to take both or neither.",
		"Send whole characters: a UTF-16 surrogate pair must not be split.", "",
	},
	CodeResync: {
		Conflict, "The page starts over with the latest state",
		"The page fell so far behind that sending everything in between would take longer than the whole, or the notebook was closed on the server because nobody used it.",
		"The page reloads the notebook's state by itself.", "",
	},
	CodeNotebookFull: {
		TooLarge, "The notebook is full",
		"A notebook holds 5,000 cells, so that it stays quick for everybody.",
		"Split the notebook in two.", "Select the cells, cut them and paste them into a new notebook.",
	},
	CodeRevisionNotFound: {
		NotFound, "There is no such version",
		"The history keeps every change for a time, then one version of each day and those with a name. This one was folded into a later one, or was never there.",
		"Choose one of the versions that the history lists.", "",
	},
	CodeTooManyCheckpoints: {
		Exhausted, "The notebook has too many named versions",
		"Named versions are kept for ever, so their number is limited.",
		"Take the name of a version away that is no longer needed.", "The version itself stays in the history as long as those around it.",
	},
}
