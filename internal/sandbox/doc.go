// Package sandbox runs a program under limits and ends it as a tree.
//
// A process gets an environment built by its caller and never the server's own, its own process group,
// inherited descriptors only as listed, resource limits, and, when the server is root, an unprivileged
// user. However it ends, its descendants end with it: those in its group, those that moved to another
// session, and those that were orphaned and kept the marker in their environment.
//
// A Sandbox keeps a small file for each process in a folder. When a server was killed, the next one
// calls Reap and ends what the dead one left behind. A stranger that took over a process id is told
// apart by its start time and by the marker.
//
// Level says honestly what is in force. Linux is the full implementation; elsewhere processes have a
// group and a wall time, and no further limits.
//
// A Sandbox and its Processes are safe for concurrent use.
package sandbox
