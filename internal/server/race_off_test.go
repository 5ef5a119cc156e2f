//go:build !race

package server_test

// raceFactor is how much more memory this build needs than a plain one.
const raceFactor = 1
