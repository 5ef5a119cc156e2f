// Package webpage writes notebooks as single HTML files that are read without a server and without
// scripts: prose, highlighted code, and what the cells printed last.
//
// Everything that people or programs wrote is escaped or sanitised, and a content security policy in
// the page forbids scripts and connections all the same. Everything here is pure and safe for
// concurrent use.
package webpage
