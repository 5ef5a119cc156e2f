package sandbox

// Main is called first in every program that uses a Sandbox. It is where a process that the sandbox
// launched from our own binary does its work and exits. At the present level no process needs that, as
// limits, user and view are set from outside; full isolation will.
func Main() {}
