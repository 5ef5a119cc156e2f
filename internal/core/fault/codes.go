package fault

// Code identifies a fault for people, logs and tests. Codes are never reused or renumbered.
// Ranges: 1xxx general and access, 2xxx notebooks and files, 3xxx editing, 4xxx running,
// 5xxx packages, 6xxx storage, 7xxx network, 8xxx the language service, 9xxx the browser.
type Code string

// Error makes a Code usable as the target of errors.Is.
func (c Code) Error() string { return string(c) }

// The codes, each with its entry in catalogue. The 9xxx codes, and SB-7000, are raised by browsers only.
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
	CodeRunFailed    Code = "SB-4007"
	CodeRunTime      Code = "SB-4008"
	CodeRunMemory    Code = "SB-4009"
	CodeRunKilled    Code = "SB-4010"
	CodeRunExit      Code = "SB-4011"
	CodeRunServer    Code = "SB-4012"
	CodeOutputLimit  Code = "SB-4013"

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
	CodePackageMissing   Code = "SB-5011"

	CodeStorage      Code = "SB-6001"
	CodeStorageFull  Code = "SB-6002"
	CodeStorageLock  Code = "SB-6003"
	CodeReadOnly     Code = "SB-6004"
	CodeDataFolder   Code = "SB-6005"
	CodeKeyFile      Code = "SB-6006"
	CodeStorageFence Code = "SB-6007"

	CodeUnreachable Code = "SB-7000"
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

	CodeClipboard Code = "SB-9001"
	CodeDrawing   Code = "SB-9002"
)
