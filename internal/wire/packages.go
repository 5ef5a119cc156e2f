package wire

// PackagesStatus is what is known of a workspace's packages.
type PackagesStatus struct {
	State     string           `json:"state" enum:"unknown,up_to_date,out_of_date,installing,failed,invalid" doc:"invalid: package.json is not valid JSON"`
	Packages  []Package        `json:"packages"`
	Missing   []MissingImport  `json:"missing" doc:"imports that no declared package provides"`
	Conflicts []PeerConflict   `json:"conflicts,omitempty" doc:"packages that do not fit each other"`
	Progress  *Progress        `json:"progress,omitempty"`
	Fault     *Fault           `json:"fault,omitempty" doc:"why the last installation failed"`
	Log       []string         `json:"log" doc:"the last lines of the running or latest installation"`
	ElapsedMS int64            `json:"elapsedMs,omitempty"`
	Skipped   []string         `json:"skipped,omitempty" doc:"installed packages whose install scripts were not run, because nobody allowed it"`
	Allowed   []string         `json:"allowed,omitempty" doc:"packages whose install scripts may run in this workspace"`
	Tools     *ToolchainStatus `json:"tools,omitempty" doc:"how far the package tools are, until they are ready"`
}

// PeerConflict is a package that asks for another version of one that is installed next to it.
type PeerConflict struct {
	Package   string `json:"package" doc:"who asks"`
	Version   string `json:"version" doc:"of the one who asks"`
	Peer      string `json:"peer" doc:"for which package"`
	Wants     string `json:"wants" doc:"the range that it works with"`
	Installed string `json:"installed" doc:"the version that is there"`
}

// Package is a dependency of package.json.
type Package struct {
	Name      string `json:"name"`
	Range     string `json:"range"`
	Installed string `json:"installed,omitempty" doc:"version in the workspace folder"`
	Latest    string `json:"latest,omitempty" doc:"newest version, when it is known to be newer than the installed one"`
	Dev       bool   `json:"dev,omitempty"`
}

// MissingImport is an import without a package.
type MissingImport struct {
	Package string   `json:"package"`
	Files   []string `json:"files"`
	Line    int      `json:"line" doc:"of the first one"`
	Types   string   `json:"types,omitempty" doc:"the @types package that it needs, when known"`
}

// Progress is how far an installation has come.
type Progress struct {
	Phase string `json:"phase" enum:"waiting,resolving,downloading,linking,done"`
	Done  int    `json:"done"`
	Total int    `json:"total" doc:"0 while unknown"`
	Text  string `json:"text"`
}

// AddPackages adds dependencies to package.json and installs them.
type AddPackages struct {
	Packages []AddPackage `json:"packages" minItems:"1" maxItems:"50"`
}

// AddPackage is one dependency to add. Without a range the newest version is taken.
type AddPackage struct {
	Name  string `json:"name"`
	Range string `json:"range,omitempty"`
	Dev   bool   `json:"dev,omitempty"`
}

// FoundPackage is a package that the registry knows.
type FoundPackage struct {
	Name        string `json:"name"`
	Version     string `json:"version"`
	Description string `json:"description,omitempty"`
	License     string `json:"license,omitempty"`
	Downloads   int64  `json:"downloads,omitempty" doc:"in the last week, when the registry says so"`
	Date        string `json:"date,omitempty"`
}

// FoundPackages is the answer to a package search.
type FoundPackages struct {
	Packages []FoundPackage `json:"packages"`
}

// UpdatePackages names the dependencies to move to their newest versions; none means all.
type UpdatePackages struct {
	Names []string `json:"names,omitempty" maxItems:"500"`
}
