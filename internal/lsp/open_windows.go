package lsp

// nonBlocking is of no need here: a folder holds no pipes.
const nonBlocking = 0
