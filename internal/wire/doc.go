// Package wire holds every type that crosses between the server and its clients, over HTTP and over
// the socket. The TypeScript types are generated from it; nothing else describes the protocol.
//
// # The socket
//
// One WebSocket per tab at /api/socket carries JSON envelopes, each with a "type". A text frame of the
// client holds one; a frame of the server holds one, or an array of several that wait at the same
// time. The first message of the server is Welcome, alone in its frame. A tab opens channels, one per
// workspace, with numbers of its choice; all further messages of that workspace carry the channel. On
// a channel the server sends operations in the order of their sequence numbers without gaps: other
// clients' as OpMessage, the tab's own as Ack at the same place in the order, so that a CodeMirror
// collaboration client can confirm its updates where they took effect. An operation that is refused is
// answered by Reject and changes nothing.
//
// A tab that lost its connection opens the channel again with Since set to the last sequence number
// it applied. The server then replays what it missed (its own operations included: an OpMessage
// whose id the tab still has pending confirms it) or, when that is too long ago, sends a Snapshot.
// Operations whose confirmation was lost are sent again under the same id; a duplicate is answered
// by Ack with Duplicate set.
//
// Output of runs is not part of the ordered operations. The server sends it per run as Output, in
// pieces From to To that count the run's chunks, as fast as the tab reads. A tab that is far behind
// gets Output with Reset set: it drops what it has of the run and starts from there.
//
// Both ends rebase a late edit over one foreign update at a time. Mapping over several updates composed
// into one may differ, and replicas that grouped them differently would diverge.
package wire
