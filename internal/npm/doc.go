// Package npm installs the packages of a workspace and knows what the registry offers.
//
// Toolchain sets the pinned tools up in the data folder, in the background. Installer runs pnpm, or npm
// where the workspace has a package-lock.json, inside the sandbox. Registry looks packages up over HTTP
// with the operator's npm settings. The rest is pure or only reads the workspace folder: editing the
// text of a package.json, comparing it with node_modules, and finding imports that nothing declares.
//
// Every failure that a person can act on is a fault with a code of its own. All exported types are safe
// for concurrent use.
package npm
