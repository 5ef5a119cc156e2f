package fault

// Code identifies a fault for people, logs and tests. Codes are never reused or renumbered.
// Ranges: 1xxx general and access, 2xxx notebooks and files, 3xxx editing, 4xxx running,
// 5xxx packages, 6xxx storage, 7xxx network, 8xxx the language service.
type Code string

// Error makes a Code usable as the target of errors.Is.
func (c Code) Error() string { return string(c) }

// The codes, each with its definition in catalogue.
const (
	CodeInternal        Code = "SB-1000"
	CodeInvalid         Code = "SB-1001"
	CodeNotFound        Code = "SB-1002"
	CodeUnauthenticated Code = "SB-1003"
	CodeForbidden       Code = "SB-1004"
	CodeTooLarge        Code = "SB-1005"
	CodeRateLimited     Code = "SB-1006"
	CodeCanceled        Code = "SB-1007"
	CodeHost            Code = "SB-1008"
	CodeOrigin          Code = "SB-1009"
	CodeToken           Code = "SB-1010"
	CodeMessage         Code = "SB-1011"
	CodeShutdown        Code = "SB-1012"
	CodeConflict        Code = "SB-1013"

	CodeWorkspaceNotFound Code = "SB-2001"
	CodeNotebookInvalid   Code = "SB-2002"
	CodeFilename          Code = "SB-2003"
	CodeFilenameTaken     Code = "SB-2004"
	CodeTitle             Code = "SB-2005"
	CodeLanguage          Code = "SB-2006"
	CodeSecretName        Code = "SB-2007"
	CodeSecretNotFound    Code = "SB-2008"
	CodeFolderConflict    Code = "SB-2009"
	CodeExampleNotFound   Code = "SB-2010"
	CodeInTrash           Code = "SB-2011"

	CodeCellNotFound       Code = "SB-3001"
	CodeCellKind           Code = "SB-3002"
	CodeCellExists         Code = "SB-3003"
	CodeChange             Code = "SB-3004"
	CodeBaseTooOld         Code = "SB-3005"
	CodeBaseUnknown        Code = "SB-3006"
	CodeSurrogate          Code = "SB-3007"
	CodeResync             Code = "SB-3008"
	CodeNotebookFull       Code = "SB-3009"
	CodeRevisionNotFound   Code = "SB-3010"
	CodeTooManyCheckpoints Code = "SB-3011"

	CodeRunNotFound  Code = "SB-4001"
	CodeRunActive    Code = "SB-4002"
	CodeRunNotActive Code = "SB-4003"
	CodeNode         Code = "SB-4004"
	CodeTooManyRuns  Code = "SB-4005"
	CodeTransform    Code = "SB-4006"

	CodePackageName      Code = "SB-5001"
	CodePackageNotFound  Code = "SB-5002"
	CodePackageVersion   Code = "SB-5003"
	CodePackageJSON      Code = "SB-5004"
	CodeRegistry         Code = "SB-5005"
	CodePeerConflict     Code = "SB-5006"
	CodeInstallActive    Code = "SB-5007"
	CodeInstallFailed    Code = "SB-5008"
	CodeToolchain        Code = "SB-5009"
	CodeInstallNotActive Code = "SB-5010"

	CodeStorage      Code = "SB-6001"
	CodeStorageFull  Code = "SB-6002"
	CodeStorageLock  Code = "SB-6003"
	CodeReadOnly     Code = "SB-6004"
	CodeDataFolder   Code = "SB-6005"
	CodeKeyFile      Code = "SB-6006"
	CodeStorageFence Code = "SB-6007"

	CodeImportURL   Code = "SB-7001"
	CodeImportHost  Code = "SB-7002"
	CodeImportFetch Code = "SB-7003"
	CodePortTaken   Code = "SB-7004"

	CodeLanguageOff        Code = "SB-8001"
	CodeLanguageRestarting Code = "SB-8002"
	CodeLanguageFailed     Code = "SB-8003"
	CodeLanguageTimeout    Code = "SB-8004"
	CodeLanguageAsk        Code = "SB-8005"
	CodeLanguageOutside    Code = "SB-8006"
	CodeFormat             Code = "SB-8007"
)

type definition struct {
	kind Kind
	next string
}

var catalogue = map[Code]definition{
	CodeInternal:        {Internal, "Try again. If it happens again, report the code and the time with the log."},
	CodeInvalid:         {Invalid, "Correct the request and send it again."},
	CodeNotFound:        {NotFound, "Check the address."},
	CodeUnauthenticated: {Unauthenticated, "Open the link that the server printed when it started."},
	CodeForbidden:       {Forbidden, "Ask an administrator for access."},
	CodeTooLarge:        {TooLarge, "Send less than the stated limit."},
	CodeRateLimited:     {Exhausted, "Wait a moment and try again."},
	CodeCanceled:        {Canceled, "Start it again when needed."},
	CodeHost:            {Forbidden, "Use the address that the server printed, or allow this host with --allow-host."},
	CodeOrigin:          {Forbidden, "Open Srcbook at its own address instead of through another site."},
	CodeToken:           {Unauthenticated, "Open the link that the server printed when it started."},
	CodeMessage:         {Invalid, "Reload the page to get the version that matches the server."},
	CodeShutdown:        {Unavailable, "The server is restarting; this page reconnects by itself."},

	CodeConflict: {Conflict, "The page follows the latest state by itself; repeat the action when it is still wanted."},

	CodeWorkspaceNotFound: {NotFound, "Return to the library; it may be in the trash."},
	CodeNotebookInvalid:   {Invalid, "Correct the listed lines and import the file again."},
	CodeFilename:          {Invalid, "Use letters, digits, '-', '_' and '.', ending in .ts, .tsx, .js, .jsx, .mts, .cts, .mjs or .cjs."},
	CodeFilenameTaken:     {Conflict, "Choose another file name."},
	CodeTitle:             {Invalid, "Use one line of at most 200 characters."},
	CodeLanguage:          {Invalid, "Use typescript or javascript."},
	CodeSecretName:        {Invalid, "Use capital letters, digits and '_', not starting with a digit."},
	CodeSecretNotFound:    {NotFound, "Reload the list of secrets."},
	CodeFolderConflict:    {Conflict, "Look at both versions of the file and keep one."},
	CodeExampleNotFound:   {NotFound, "Choose one of the listed examples."},
	CodeInTrash:           {Conflict, "Restore it from the trash first."},

	CodeCellNotFound:       {NotFound, "The cell was removed; undo its removal to edit it."},
	CodeCellKind:           {Invalid, "Use a cell of the right kind."},
	CodeCellExists:         {Conflict, "Use another cell id."},
	CodeChange:             {Invalid, "Reload the page; unsent edits are kept and merged."},
	CodeBaseTooOld:         {Conflict, "The page merges the edits by itself; nothing is lost."},
	CodeBaseUnknown:        {Invalid, "Reload the page; unsent edits are kept and merged."},
	CodeSurrogate:          {Invalid, "Send whole characters: a UTF-16 surrogate pair must not be split."},
	CodeResync:             {Conflict, "The page reloads the notebook's state by itself."},
	CodeNotebookFull:       {TooLarge, "Split the notebook in two."},
	CodeRevisionNotFound:   {NotFound, "Choose one of the versions that the history lists."},
	CodeTooManyCheckpoints: {Exhausted, "Take the name of a version away that is no longer needed."},

	CodeRunNotFound:  {NotFound, "Run the cell again."},
	CodeRunActive:    {Conflict, "Stop the cell first, or use restart."},
	CodeRunNotActive: {Conflict, "Run the cell first."},
	CodeNode:         {Unavailable, "Install Node.js 20.19 or newer and restart Srcbook."},
	CodeTooManyRuns:  {Exhausted, "Stop a running cell first."},
	CodeTransform:    {Invalid, "Correct the code at the marked line."},

	CodePackageName:      {Invalid, "Use a package name as npm knows it, such as lodash or @types/node."},
	CodePackageNotFound:  {NotFound, "Check the spelling of the package name."},
	CodePackageVersion:   {NotFound, "Choose a version that the registry has."},
	CodePackageJSON:      {Invalid, "Correct package.json; it has to be valid JSON."},
	CodeRegistry:         {Unavailable, "Check the network and the registry settings of npm, then try again."},
	CodePeerConflict:     {Conflict, "Choose versions that fit each other; the log names them."},
	CodeInstallActive:    {Conflict, "Wait for the running installation, or cancel it."},
	CodeInstallFailed:    {Unavailable, "Open the log to see what the package manager reported."},
	CodeToolchain:        {Unavailable, "The package tools are still being set up; try again in a moment."},
	CodeInstallNotActive: {Conflict, "Start an installation first."},

	CodeStorage:      {Unavailable, "Look at the server's log; reading and export still work."},
	CodeStorageFull:  {Unavailable, "Free some disk space; edits are accepted again by themselves."},
	CodeStorageLock:  {Unavailable, "End the other program that holds the database; edits are accepted again by themselves."},
	CodeReadOnly:     {Unavailable, "Make the data folder writable; edits are accepted again by themselves."},
	CodeDataFolder:   {Unavailable, "Choose a writable folder with --data."},
	CodeKeyFile:      {Unavailable, "Restore the key file from a backup; secrets cannot be read without it."},
	CodeStorageFence: {Conflict, "Another server owns this notebook now; reload the page."},

	CodeImportURL:   {Invalid, "Use an http:// or https:// address of a .src.md file."},
	CodeImportHost:  {Forbidden, "Download the file yourself and drop it into the library."},
	CodeImportFetch: {Unavailable, "Check the address and try again."},
	CodePortTaken:   {Unavailable, "End that program, or choose another port with --listen."},

	CodeLanguageOff:        {Unavailable, "Start Srcbook once while the package registry can be reached; the language service comes with the package tools."},
	CodeLanguageRestarting: {Unavailable, "It starts again by itself; everything else works meanwhile."},
	CodeLanguageFailed:     {Unavailable, "Restart the language service; everything else works meanwhile."},
	CodeLanguageTimeout:    {Unavailable, "Try again; very large types take longer the first time."},
	CodeLanguageAsk:        {Invalid, "Reload the page, which may be older than the server."},
	CodeLanguageOutside:    {Forbidden, "Only files of the notebook, of its packages and of TypeScript itself can be looked at."},
	CodeFormat:             {Invalid, "Correct the code at the marked line, then format it again."},
}

// Codes returns every code of the catalogue, in no particular order.
func Codes() []Code {
	all := make([]Code, 0, len(catalogue))
	for c := range catalogue {
		all = append(all, c)
	}
	return all
}

func (c Code) kind() Kind   { return catalogue[c].kind }
func (c Code) next() string { return catalogue[c].next }
