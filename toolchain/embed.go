// Package toolchain embeds the manifest and the lock file of the npm tools that the server uses:
// pnpm, the native TypeScript compiler and the formatter. The adapter npm installs them from the
// operator's registry into the data folder; the lock file's integrity hashes decide what is accepted.
package toolchain

import _ "embed"

// Manifest is the package.json of the pinned tools.
//
//go:embed package.json
var Manifest []byte

// Lock is the package-lock.json of the pinned tools. Its hash names the folder they live in.
//
//go:embed package-lock.json
var Lock []byte
