// Package hub keeps the live sessions: one for each workspace that somebody looks at or that runs
// something. A session is one goroutine, the actor, which alone advances the workspace's live.State.
// It drains its inbox in batches; what a batch changes is journalled first, then becomes the state,
// then is acknowledged and sent to the peers, and then its effects are performed by goroutines of
// their own, whose results come back through the inbox as operations.
//
// Every queue is bounded. A full inbox makes the sender wait; a peer whose queue of operations is
// full is dropped and resynchronises; output that a peer does not read is skipped, never queued.
//
// When the storage fails, operations are refused with its fault and nothing changes; reading goes
// on, and peers are told when writing works again.
//
// A Hub and its Peers are safe for concurrent use, except that a Peer has one reader (Next).
package hub
