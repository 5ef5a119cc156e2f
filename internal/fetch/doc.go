// Package fetch gets a file from the public web on behalf of a person, and never from the networks that
// only the server can reach.
//
// The address that is dialled is checked after name resolution, for every connection and so for every
// redirect: a name that resolves to a private address now, later or through a redirect is refused. No
// proxy and no cookie of the server's environment is used. A Client is safe for concurrent use.
package fetch
