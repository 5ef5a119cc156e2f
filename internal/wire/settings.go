package wire

import "time"

// Secret is a secret without its value, which never leaves the server.
type Secret struct {
	Name        string    `json:"name"`
	Description string    `json:"description,omitempty"`
	UpdatedAt   time.Time `json:"updatedAt"`
	Granted     []string  `json:"granted" doc:"workspaces whose cells get it"`
}

// SecretList holds all secrets.
type SecretList struct {
	Secrets []Secret `json:"secrets"`
}

// PutSecret sets a secret. Without a value only the other fields change; Rename keeps its grants.
type PutSecret struct {
	Value       *string `json:"value,omitempty"`
	Description *string `json:"description,omitempty"`
	Rename      string  `json:"rename,omitempty"`
}

// Settings are the choices of the person who uses this server.
type Settings struct {
	Theme           string `json:"theme" enum:"system,light,dark,contrast" default:"system"`
	DefaultLanguage string `json:"defaultLanguage" enum:"typescript,javascript" default:"typescript"`
	RunTimeLimit    int    `json:"runTimeLimit" minimum:"0" doc:"seconds a run may take, 0 for no limit"`
	OutputLimit     int    `json:"outputLimit" minimum:"1" maximum:"50" doc:"megabytes that are kept of what a run prints, its first and its last half"`
	AutoInstall     bool   `json:"autoInstall" doc:"install packages when a notebook is opened"`
	CodeLigatures   bool   `json:"codeLigatures"`
	WrapOutput      bool   `json:"wrapOutput"`

	Keys map[string][]string `json:"keys,omitempty" doc:"keystrokes by command, such as Mod-Shift-Enter; commands that are missing have their usual ones"`
}

// SettingsPatch changes the named settings.
type SettingsPatch struct {
	Theme           *string `json:"theme,omitempty" enum:"system,light,dark,contrast"`
	DefaultLanguage *string `json:"defaultLanguage,omitempty" enum:"typescript,javascript"`
	RunTimeLimit    *int    `json:"runTimeLimit,omitempty" minimum:"0" maximum:"86400"`
	OutputLimit     *int    `json:"outputLimit,omitempty" minimum:"1" maximum:"50"`
	AutoInstall     *bool   `json:"autoInstall,omitempty"`
	CodeLigatures   *bool   `json:"codeLigatures,omitempty"`
	WrapOutput      *bool   `json:"wrapOutput,omitempty"`

	Keys      map[string][]string `json:"keys,omitempty" doc:"the keystrokes of the named commands"`
	UsualKeys []string            `json:"usualKeys,omitempty" doc:"commands that have their usual keystrokes again"`
}

// Status is the state of the server.
type Status struct {
	Version   string          `json:"version"`
	Boot      string          `json:"boot"`
	Node      NodeStatus      `json:"node"`
	Toolchain ToolchainStatus `json:"toolchain"`
	Isolation string          `json:"isolation" enum:"none,process,landlock,full"`
	Storage   StorageStatus   `json:"storage"`
	Language  LanguageService `json:"language"`
	Sessions  int             `json:"sessions" doc:"open workspaces"`
	Runs      int             `json:"runs" doc:"running cells"`
}

// NodeStatus is what is known of Node.js.
type NodeStatus struct {
	Version string `json:"version,omitempty"`
	Fault   *Fault `json:"fault,omitempty"`
}

// LanguageService is how the language services of all open notebooks stand.
type LanguageService struct {
	State    string `json:"state" enum:"missing,idle,starting,ready,restarting,failed" doc:"of the one that stands worst; missing: not set up; idle: no notebook is looked at"`
	Version  string `json:"version,omitempty" doc:"of TypeScript"`
	Open     int    `json:"open" doc:"notebooks with a language service"`
	Restarts int    `json:"restarts" doc:"how often they had to be started again"`
	Fault    *Fault `json:"fault,omitempty" doc:"why it is not ready, and what to do"`
}

// ToolchainStatus is how far the package tools have been set up.
type ToolchainStatus struct {
	State  string `json:"state" enum:"missing,installing,ready,failed"`
	Detail string `json:"detail,omitempty"`
	Fault  *Fault `json:"fault,omitempty"`
}

// SignIn exchanges the launch token for a session cookie.
type SignIn struct {
	Token string `json:"token"`
}

// Session is the signed-in browser.
type Session struct {
	Name string `json:"name" doc:"the person, as others see it"`
}

// SessionPatch changes the signed-in browser.
type SessionPatch struct {
	Name *string `json:"name,omitempty" doc:"empty: that of the person who started the server"`
}
