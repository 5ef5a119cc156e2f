// Written by `make gen` from internal/core/fault.
import type { FaultKind } from "./wire.ts";

/** The stable identifier of an error. */
export type FaultCode =
  | "SB-1000"
  | "SB-1001"
  | "SB-1002"
  | "SB-1003"
  | "SB-1004"
  | "SB-1005"
  | "SB-1006"
  | "SB-1007"
  | "SB-1008"
  | "SB-1009"
  | "SB-1010"
  | "SB-1011"
  | "SB-1012"
  | "SB-1013"
  | "SB-2001"
  | "SB-2002"
  | "SB-2003"
  | "SB-2004"
  | "SB-2005"
  | "SB-2006"
  | "SB-2007"
  | "SB-2008"
  | "SB-2009"
  | "SB-2010"
  | "SB-2011"
  | "SB-3001"
  | "SB-3002"
  | "SB-3003"
  | "SB-3004"
  | "SB-3005"
  | "SB-3006"
  | "SB-3007"
  | "SB-3008"
  | "SB-3009"
  | "SB-3010"
  | "SB-3011"
  | "SB-4001"
  | "SB-4002"
  | "SB-4003"
  | "SB-4004"
  | "SB-4005"
  | "SB-4006"
  | "SB-4007"
  | "SB-4008"
  | "SB-4009"
  | "SB-4010"
  | "SB-4011"
  | "SB-4012"
  | "SB-4013"
  | "SB-5001"
  | "SB-5002"
  | "SB-5003"
  | "SB-5004"
  | "SB-5005"
  | "SB-5006"
  | "SB-5007"
  | "SB-5008"
  | "SB-5009"
  | "SB-5010"
  | "SB-5011"
  | "SB-6001"
  | "SB-6002"
  | "SB-6003"
  | "SB-6004"
  | "SB-6005"
  | "SB-6006"
  | "SB-6007"
  | "SB-7000"
  | "SB-7001"
  | "SB-7002"
  | "SB-7003"
  | "SB-7004"
  | "SB-8001"
  | "SB-8002"
  | "SB-8003"
  | "SB-8004"
  | "SB-8005"
  | "SB-8006"
  | "SB-8007"
  | "SB-9001"
  | "SB-9002";

/** What a person reads who looks a code up. */
export interface FaultEntry {
  kind: FaultKind;
  /** Names what happened, without a full stop. */
  title: string;
  why: string;
  next: string;
  more?: string;
}

/** What the first digits of the codes stand for. */
export const faultRanges: Readonly<Record<string, string>> = {
  1: "General and access",
  2: "Notebooks and files",
  3: "Editing",
  4: "Running",
  5: "Packages",
  6: "Storage",
  7: "Network",
  8: "The language service",
  9: "The browser",
};

/** The catalogue of errors, in the order of the codes. */
export const faults: Readonly<Record<FaultCode, FaultEntry>> = {
  "SB-1000": {
    kind: "internal",
    title: "Something went wrong inside Srcbook",
    why: "Srcbook met a condition that it has no better word for: a defect of its own, or a failure of the machine that was not foreseen. The reason is kept out of the message, since it may hold paths or data, and is in the server's log.",
    next: "Try again. If it happens again, report the code and the time with the log.",
    more: "The log is what `srcbook serve` writes to standard error; `--log-level info` shows more of it.",
  },
  "SB-1001": {
    kind: "invalid",
    title: "The request cannot be understood",
    why: "A value that was sent is missing, of the wrong kind or outside of what is allowed. The message names it. Sending the same again cannot succeed.",
    next: "Correct the request and send it again.",
  },
  "SB-1002": {
    kind: "not_found",
    title: "There is nothing at this address",
    why: "The address may be mistyped, or what it led to was deleted or renamed.",
    next: "Check the address.",
  },
  "SB-1003": {
    kind: "unauthenticated",
    title: "You are not signed in",
    why: "Srcbook can run any code on its machine, so it answers only to browsers and scripts that know its token. This browser has never used the link with the token, or the server was started anew with another one.",
    next: "Open the link that the server printed when it started.",
    more: "Scripts send the token as `Authorization: Bearer TOKEN`; `srcbook serve --ready-file` writes it to a file.",
  },
  "SB-1004": {
    kind: "forbidden",
    title: "You may not do this",
    why: "You are signed in, and this needs a permission that you do not have, or is done by the server only.",
    next: "Ask an administrator for access.",
  },
  "SB-1005": {
    kind: "too_large",
    title: "It is too large",
    why: "What was sent or asked for is larger than the limit that the message names. The limits keep one notebook from slowing down all others: a cell holds 10 MB of text, for example.",
    next: "Send less than the stated limit.",
    more: "Data belongs in a file of the notebook's folder, which cells can read.",
  },
  "SB-1006": {
    kind: "exhausted",
    title: "Too much at once",
    why: "More was asked for in a short time than the server takes on, such as wrong tokens or notebooks followed by one connection.",
    next: "Wait a moment and try again.",
  },
  "SB-1007": {
    kind: "canceled",
    title: "It was given up",
    why: "The one who asked went away or stopped it before it was done, or the notebook was closed meanwhile. Nothing was changed by halves.",
    next: "Start it again when needed.",
  },
  "SB-1008": {
    kind: "forbidden",
    title: "The server does not answer for this host",
    why: "The request named a host that is not one of the server's own. Answering it would let any web page that points a name at your machine talk to Srcbook (DNS rebinding).",
    next: "Use the address that the server printed, or allow this host with --allow-host.",
  },
  "SB-1009": {
    kind: "forbidden",
    title: "Another site may not use this server",
    why: "A page of another site sent this request with your session. Srcbook takes requests only from its own pages.",
    next: "Open Srcbook at its own address instead of through another site.",
    more: "Behind a proxy, start the server with `--allow-host` and the name that browsers use.",
  },
  "SB-1010": {
    kind: "unauthenticated",
    title: "The token is not valid",
    why: "The link is from an earlier start of the server with another data folder, or was not copied whole.",
    next: "Open the link that the server printed when it started.",
  },
  "SB-1011": {
    kind: "invalid",
    title: "The page and the server do not understand each other",
    why: "The page sent a message that this version of the server does not know, which happens when the server was updated while the page was open.",
    next: "Reload the page to get the version that matches the server.",
    more: "Edits that were not sent yet are kept in the browser and sent after the reload.",
  },
  "SB-1012": {
    kind: "unavailable",
    title: "The server is shutting down",
    why: "The server or the notebook is being closed, so nothing new is begun. What was acknowledged is stored.",
    next: "The server is restarting; this page reconnects by itself.",
    more: "If it was stopped for good, start it again with `srcbook`.",
  },
  "SB-1013": {
    kind: "conflict",
    title: "It was changed meanwhile",
    why: "Somebody else, or an earlier click, changed the same thing first, so that this action does not fit any more.",
    next: "The page follows the latest state by itself; repeat the action when it is still wanted.",
  },
  "SB-2001": {
    kind: "not_found",
    title: "There is no such notebook",
    why: "The link is mistyped, or the notebook was deleted for good.",
    next: "Return to the library; it may be in the trash.",
  },
  "SB-2002": {
    kind: "invalid",
    title: "The file is not a valid notebook",
    why: "A .src.md file holds a title, and code blocks that each follow a heading with their file name. This one breaks rules of the format, which are listed with their lines. An .ipynb file has to be the JSON that Jupyter writes.",
    next: "Correct the listed lines and import the file again.",
    more: "`srcbook run FILE` checks a file too, without importing it.",
  },
  "SB-2003": {
    kind: "invalid",
    title: "It cannot be the file name of a cell",
    why: "Code cells are real files, which other cells import. The name has to work on every system and end in a language that Srcbook runs.",
    next: "Use letters, digits, '-', '_' and '.', ending in .ts, .tsx, .js, .jsx, .mts, .cts, .mjs or .cjs.",
  },
  "SB-2004": {
    kind: "conflict",
    title: "Another cell has this file name",
    why: "Two cells of a notebook cannot be the same file. Names that differ only in capitals count as the same, since some systems do not tell them apart.",
    next: "Choose another file name.",
  },
  "SB-2005": {
    kind: "invalid",
    title: "It cannot be a title",
    why: "The title is the first line of the notebook's file, so it cannot be empty, have line breaks or be longer than 200 characters.",
    next: "Use one line of at most 200 characters.",
  },
  "SB-2006": {
    kind: "invalid",
    title: "It is not a language of notebooks",
    why: "A notebook is written in TypeScript or in JavaScript.",
    next: "Use typescript or javascript.",
  },
  "SB-2007": {
    kind: "invalid",
    title: "It cannot be the name of a secret",
    why: "Cells get secrets as environment variables, so their names follow the rules for these. Some names are taken by the system.",
    next: "Use capital letters, digits and '_', not starting with a digit.",
  },
  "SB-2008": {
    kind: "not_found",
    title: "There is no such secret",
    why: "It was renamed or deleted, perhaps in another tab.",
    next: "Reload the list of secrets.",
  },
  "SB-2009": {
    kind: "conflict",
    title: "A file was changed on disk and in Srcbook",
    why: "Another program wrote to a file of the notebook's folder, or to the file that the notebook was opened from, and the same place was changed here too; or it wrote what cannot be brought in. Changes at different places are brought together by themselves. Neither version is overwritten until somebody decides.",
    next: "Choose Compare to see both versions and keep one.",
    more: "The status bar says how many files differ and leads to both sides. Keep the notebook's writes the file again; Take the file's changes the notebook, which can be undone. The side that is not kept becomes a named version in the history, or, where it cannot be one, a copy beside the file. Making both sides alike, in either program, ends it too.",
  },
  "SB-2010": {
    kind: "not_found",
    title: "There is no such example",
    why: "The examples come with the program; this one is not among those of this version.",
    next: "Choose one of the listed examples.",
  },
  "SB-2011": {
    kind: "conflict",
    title: "It is in the trash",
    why: "A notebook in the trash is kept but cannot be opened, edited or run.",
    next: "Restore it from the trash first.",
  },
  "SB-3001": {
    kind: "not_found",
    title: "There is no such cell",
    why: "The cell was deleted, perhaps by somebody else, while it was edited or run here.",
    next: "The cell was removed; undo its removal to edit it.",
    more: "Deleted cells wait under \"Deleted cells\" and take in what is still written in them.",
  },
  "SB-3002": {
    kind: "invalid",
    title: "It does not work with this kind of cell",
    why: "Only code cells run and have file names, and a notebook has exactly one package.json and one tsconfig.json, which stay at their places.",
    next: "Use a cell of the right kind.",
  },
  "SB-3003": {
    kind: "conflict",
    title: "The cell exists already",
    why: "A new cell was sent with the id of one that is there.",
    next: "Use another cell id.",
  },
  "SB-3004": {
    kind: "invalid",
    title: "An edit does not fit the text",
    why: "An edit was sent for a text of another length, which points to a defect or to a page that is older than the server. It was not applied.",
    next: "Reload the page; unsent edits are kept and merged.",
  },
  "SB-3005": {
    kind: "conflict",
    title: "An edit is from too long ago",
    why: "This browser was away while the cell changed many times, so that the server does not keep every step in between any more.",
    next: "The page merges the edits by itself; nothing is lost.",
    more: "A notice at the cell shows your text from before the merge.",
  },
  "SB-3006": {
    kind: "invalid",
    title: "An edit is for a version that does not exist",
    why: "The page believes to have a version of the cell that the server never had, as after the server's data was restored from a backup.",
    next: "Reload the page; unsent edits are kept and merged.",
  },
  "SB-3007": {
    kind: "invalid",
    title: "An edit splits a character",
    why: "Some characters, such as emoji, are two units in JavaScript's strings. An edit has to take both or neither.",
    next: "Send whole characters: a UTF-16 surrogate pair must not be split.",
  },
  "SB-3008": {
    kind: "conflict",
    title: "The page starts over with the latest state",
    why: "The page fell so far behind that sending everything in between would take longer than the whole, or the notebook was closed on the server because nobody used it.",
    next: "The page reloads the notebook's state by itself.",
  },
  "SB-3009": {
    kind: "too_large",
    title: "The notebook is full",
    why: "A notebook holds 5,000 cells, so that it stays quick for everybody.",
    next: "Split the notebook in two.",
    more: "Select the cells, cut them and paste them into a new notebook.",
  },
  "SB-3010": {
    kind: "not_found",
    title: "There is no such version",
    why: "The history keeps every change for a time, then one version of each day and those with a name. This one was folded into a later one, or was never there.",
    next: "Choose one of the versions that the history lists.",
  },
  "SB-3011": {
    kind: "exhausted",
    title: "The notebook has too many named versions",
    why: "Named versions are kept for ever, so their number is limited.",
    next: "Take the name of a version away that is no longer needed.",
    more: "The version itself stays in the history as long as those around it.",
  },
  "SB-4001": {
    kind: "not_found",
    title: "There is no such run",
    why: "Only the latest run of each cell is kept with its output; this one was followed by another, or its output was cleared.",
    next: "Run the cell again.",
  },
  "SB-4002": {
    kind: "conflict",
    title: "The cell is running already",
    why: "A cell runs once at a time.",
    next: "Stop the cell first, or use restart.",
  },
  "SB-4003": {
    kind: "conflict",
    title: "The run is not active",
    why: "The run ended before the input or the request to stop it arrived, or has not begun yet.",
    next: "Run the cell first.",
  },
  "SB-4004": {
    kind: "unavailable",
    title: "Node.js cannot be used",
    why: "Cells run in Node.js, which was not found on this machine, or only in a version that is too old. Writing, reading and exporting work without it.",
    next: "Install Node.js 20.19 or newer and restart Srcbook.",
    more: "It is at https://nodejs.org and in the packages of most systems. `srcbook doctor` shows which one was found and where.",
  },
  "SB-4005": {
    kind: "exhausted",
    title: "Too many cells are running",
    why: "Each running cell is a process of its own with its share of memory, so their number is limited.",
    next: "Stop a running cell first.",
    more: "Servers run until they are stopped: look for cells that still serve.",
  },
  "SB-4006": {
    kind: "invalid",
    title: "The code cannot be read",
    why: "The cell, or one that it imports, is not valid TypeScript or JavaScript, so that it did not begin. The message names the first place at which the code makes no sense; the mistake is there or just before.",
    next: "Correct the code at the marked line.",
  },
  "SB-4007": {
    kind: "invalid",
    title: "The code threw an error",
    why: "An error was thrown, or a promise rejected, and nothing in the code caught it, so Node.js ended the process. The place is the innermost one in a cell; the trace shows the way there.",
    next: "Look at the marked line, and at the trace for who called it.",
    more: "Each place of the trace that is in a cell is a link to its line.",
  },
  "SB-4008": {
    kind: "unavailable",
    title: "The run took too long",
    why: "The settings, or `--timeout` of `srcbook run`, limit how long a run may take, and this one was stopped when the time was over. Servers and timers count too.",
    next: "Choose Raise the limit below the run, then Run again, or make the code do less.",
    more: "It doubles the limit that the settings have for all runs. There, 0 means no limit.",
  },
  "SB-4009": {
    kind: "exhausted",
    title: "The run needed too much memory",
    why: "The process needed more memory than a run may use and was ended, so that it does not slow down the machine. What it printed before is kept.",
    next: "Work on the data in parts, such as line by line, and run it again.",
    more: "Lists that only grow and results that are kept although nobody needs them are the usual reasons.",
  },
  "SB-4010": {
    kind: "unavailable",
    title: "The process was ended from outside",
    why: "A signal ended the process that was not sent by Srcbook: by another program, by the system when it ran out of memory, or by the code itself.",
    next: "Run the cell again; if it happens again, look for what ends it.",
  },
  "SB-4011": {
    kind: "invalid",
    title: "The program reported a failure",
    why: "The process ended by itself with an exit code that is not 0, by `process.exit(…)` or because a top-level await waited for something that can never come.",
    next: "Look at what it printed last.",
  },
  "SB-4012": {
    kind: "unavailable",
    title: "The server ended while the cell ran",
    why: "The cells run below the server, so they end with it.",
    next: "Run the cell again.",
  },
  "SB-4013": {
    kind: "too_large",
    title: "The run printed more than is kept",
    why: "The settings limit how much is kept of what a run prints, 10 MB unless somebody changed it, so that a loop that prints for ever does not fill the disk. The first and the last half are kept; what lies between is left out.",
    next: "Choose Raise the limit below the output, then Run again.",
    more: "The limit can also be set in the settings, from 1 to 50 MB. It counts for runs that begin after that. What has to be kept whole is better written to a file.",
  },
  "SB-5001": {
    kind: "invalid",
    title: "It is not the name of a package",
    why: "npm's names are in small letters, with a scope in front where there is one.",
    next: "Use a package name as npm knows it, such as lodash or @types/node.",
  },
  "SB-5002": {
    kind: "not_found",
    title: "There is no such package",
    why: "The registry that npm is set up for does not have it, or has it only for those who are signed in there.",
    next: "Check the spelling of the package name.",
    more: "Private packages need their registry and token in the .npmrc of your home folder.",
  },
  "SB-5003": {
    kind: "not_found",
    title: "There is no such version of the package",
    why: "The registry has the package but no version that fits the range in package.json.",
    next: "Choose a version that the registry has.",
  },
  "SB-5004": {
    kind: "invalid",
    title: "package.json cannot be read",
    why: "It is not valid JSON, or not an object. Nothing can be installed until it is.",
    next: "Correct package.json; it has to be valid JSON.",
    more: "JSON has no comments, no comma after the last element, and double quotes only.",
  },
  "SB-5005": {
    kind: "unavailable",
    title: "The package registry does not answer",
    why: "Packages come from the registry that npm is set up for on this machine. It could not be reached, or answered with an error. What is installed already goes on working.",
    next: "Check the network and the registry settings of npm, then try again.",
    more: "`npm ping` and `srcbook doctor` try the same connection.",
  },
  "SB-5006": {
    kind: "conflict",
    title: "Packages ask for different versions of another",
    why: "Two packages each need a version of a third one that the other cannot work with.",
    next: "Choose versions that fit each other; the log names them.",
    more: "Updating both usually helps.",
  },
  "SB-5007": {
    kind: "conflict",
    title: "Packages are being installed already",
    why: "One installation at a time writes to the folder of a notebook.",
    next: "Wait for the running installation, or cancel it.",
  },
  "SB-5008": {
    kind: "unavailable",
    title: "The packages could not be installed",
    why: "The package manager ended with an error. The packages that were there before are still there.",
    next: "Open the log to see what the package manager reported.",
  },
  "SB-5009": {
    kind: "unavailable",
    title: "The package tools are not ready",
    why: "Srcbook sets up its package manager, TypeScript and the formatter in its data folder when it starts for the first time, which needs the package registry once.",
    next: "The package tools are still being set up; try again in a moment.",
    more: "The status bar shows how far it is and why it failed.",
  },
  "SB-5010": {
    kind: "conflict",
    title: "No packages are being installed",
    why: "The installation was over before it could be canceled.",
    next: "Start an installation first.",
  },
  "SB-5011": {
    kind: "not_found",
    title: "The package is not installed",
    why: "The code imports a package that is not in the notebook's package.json, or was not installed yet.",
    next: "Add the package, then run the cell again.",
    more: "If the name is one of your own cells, import it with ./ in front.",
  },
  "SB-6001": {
    kind: "unavailable",
    title: "The disk or the database reported an error",
    why: "Something could not be read or written. Nothing that was acknowledged is lost; edits wait in the browser until they can be stored.",
    next: "Look at the server's log; reading and export still work.",
    more: "`srcbook doctor` checks the data folder and the database.",
  },
  "SB-6002": {
    kind: "unavailable",
    title: "The disk is full",
    why: "There is no space left where the data folder or the temporary folder is. Edits wait in the browser.",
    next: "Free some disk space; edits are accepted again by themselves.",
  },
  "SB-6003": {
    kind: "unavailable",
    title: "Another program holds the database",
    why: "A backup tool or a database browser has locked the file. Edits wait in the browser.",
    next: "End the other program that holds the database; edits are accepted again by themselves.",
  },
  "SB-6004": {
    kind: "unavailable",
    title: "It cannot be written",
    why: "The permissions of a file or folder, or a file system that is mounted for reading only, do not allow writing. Edits wait in the browser.",
    next: "Make the data folder writable; edits are accepted again by themselves.",
  },
  "SB-6005": {
    kind: "unavailable",
    title: "The data folder cannot be used",
    why: "Srcbook keeps everything in one folder. It could not be made or opened, is in use by another Srcbook, or was written by a newer one.",
    next: "Choose a writable folder with --data.",
  },
  "SB-6006": {
    kind: "unavailable",
    title: "The key of the secrets cannot be used",
    why: "Secrets are encrypted with a key in a file of its own. The file is missing, damaged, or not the one that the secrets were encrypted with.",
    next: "Restore the key file from a backup; secrets cannot be read without it.",
    more: "Without a backup, set the secrets anew.",
  },
  "SB-6007": {
    kind: "conflict",
    title: "Another server owns the notebook now",
    why: "Two servers worked on the same data. The one that lost stops writing at once, so that they do not overwrite each other.",
    next: "Another server owns this notebook now; reload the page.",
  },
  "SB-7000": {
    kind: "unavailable",
    title: "The server does not answer",
    why: "The browser got no answer: the server was stopped, this machine or the network was asleep, or something between them blocks the way.",
    next: "Check that Srcbook is still running, then try again.",
    more: "Go on writing in an open notebook: edits are kept in the browser and sent when the server is back.",
  },
  "SB-7001": {
    kind: "invalid",
    title: "It is not an address to import from",
    why: "Notebooks are fetched over HTTP only.",
    next: "Use an http:// or https:// address of a .src.md file.",
  },
  "SB-7002": {
    kind: "forbidden",
    title: "The address is in a private network",
    why: "Srcbook does not fetch from addresses of its own machine and network, so that a link cannot make it reach what only it can reach.",
    next: "Download the file yourself and drop it into the library.",
  },
  "SB-7003": {
    kind: "unavailable",
    title: "The address could not be fetched",
    why: "The host does not exist, did not answer in time, or answered with something else than a file.",
    next: "Check the address and try again.",
  },
  "SB-7004": {
    kind: "unavailable",
    title: "The port is taken",
    why: "Another program, or another Srcbook, listens on the port that the server was to use.",
    next: "End that program, or choose another port with --listen.",
    more: "`--listen localhost:0` takes a free one.",
  },
  "SB-8001": {
    kind: "unavailable",
    title: "The language service is not set up",
    why: "Types, completion and the other help with code come from TypeScript's language server, which is set up together with the package tools and is not there yet.",
    next: "Start Srcbook once while the package registry can be reached; the language service comes with the package tools.",
  },
  "SB-8002": {
    kind: "unavailable",
    title: "The language service is starting",
    why: "It ended, used too much memory or was restarted, and reads the notebook anew.",
    next: "It starts again by itself; everything else works meanwhile.",
  },
  "SB-8003": {
    kind: "unavailable",
    title: "The language service failed",
    why: "It ended again and again, so Srcbook waits longer and longer before it tries the next time. A tsconfig.json or a package whose types are too much for it can be the reason.",
    next: "Restart the language service; everything else works meanwhile.",
    more: "Take back the latest change to tsconfig.json or to the packages if that does not help.",
  },
  "SB-8004": {
    kind: "unavailable",
    title: "The language service took too long",
    why: "The answer took longer than anybody wants to wait, as happens with very large types.",
    next: "Try again; very large types take longer the first time.",
  },
  "SB-8005": {
    kind: "invalid",
    title: "The language service cannot be asked this",
    why: "The page asked in a way that this version of the server does not know.",
    next: "Reload the page, which may be older than the server.",
  },
  "SB-8006": {
    kind: "forbidden",
    title: "The file is outside of the notebook",
    why: "Through the language service only files can be read and changed that belong to the notebook, so that it is no way to the rest of the disk.",
    next: "Only files of the notebook, of its packages and of TypeScript itself can be looked at.",
  },
  "SB-8007": {
    kind: "invalid",
    title: "The cell cannot be formatted",
    why: "The formatter cannot read the code, or the notebook's own formatter configuration.",
    next: "Correct the code at the marked line, then format it again.",
  },
  "SB-9001": {
    kind: "forbidden",
    title: "The browser does not allow the clipboard",
    why: "Browsers let a page reach the clipboard only at a secure address (https, or this machine), after a click or a key, and with your permission.",
    next: "Select the text and copy it with the browser's own keys.",
    more: "Allow the clipboard for this site in the browser's settings.",
  },
  "SB-9002": {
    kind: "internal",
    title: "A part of the page could not be shown",
    why: "A defect of the page, or something in the content that it cannot show, stopped one part of it. The rest of the page and your content are not affected.",
    next: "Show it again, or reload the page; the details help to report it.",
  },
};
