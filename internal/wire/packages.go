package wire

// PackagesStatus is what is known of a workspace's packages.
type PackagesStatus struct {
	State     string          `json:"state" enum:"unknown,up_to_date,out_of_date,installing,failed,invalid" doc:"invalid: package.json is not valid JSON"`
	Packages  []Package       `json:"packages"`
	Missing   []MissingImport `json:"missing" doc:"imports that no declared package provides"`
	Progress  *Progress       `json:"progress,omitempty"`
	Fault     *Fault          `json:"fault,omitempty" doc:"why the last installation failed"`
	Log       []string        `json:"log" doc:"the last lines of the running or latest installation"`
	ElapsedMS int64           `json:"elapsedMs,omitempty"`
	Skipped   []string        `json:"skipped,omitempty" doc:"packages whose install scripts were not run"`
}

// Package is a dependency of package.json.
type Package struct {
	Name      string `json:"name"`
	Range     string `json:"range"`
	Installed string `json:"installed,omitempty" doc:"version in the workspace folder"`
	Latest    string `json:"latest,omitempty" doc:"newest version, when known"`
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
