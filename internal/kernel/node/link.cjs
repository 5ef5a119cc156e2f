// The line to the server: frames of a length (32 bits, little endian) and JSON, on an inherited
// descriptor. See link.go for what is said. Whatever the run does to the descriptor, nothing here throws
// into its code.
'use strict';

const fs = require('node:fs');
const path = require('node:path');

const descriptor = 3;
// Only the process that the server started has the line, and its threads, which join it: in a process
// that the run forked, the descriptor is something else.
let joined = process.argv[1] === path.join(__dirname, 'main.cjs');
const identity = stamp();
// One word that threads lock to speak and be answered one after the other.
let lock = new Int32Array(new SharedArrayBuffer(4));

function stamp() {
  try {
    const { dev, ino } = fs.fstatSync(descriptor);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

// whole says whether the descriptor is still the one that was inherited, and not a file of the run's own
// that took its number.
const whole = () => joined && identity !== undefined && stamp() === identity;

function write(bytes) {
  for (let at = 0; at < bytes.length; ) at += fs.writeSync(descriptor, bytes, at);
}

function read(length) {
  const bytes = Buffer.allocUnsafe(length);
  for (let at = 0; at < length; ) {
    const n = fs.readSync(descriptor, bytes, at, length - at, null);
    if (n === 0) throw new Error('the server has gone');
    at += n;
  }
  return bytes;
}

function frame(message) {
  const body = Buffer.from(JSON.stringify(message));
  const head = Buffer.allocUnsafe(4);
  head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
}

function locked(work) {
  while (Atomics.compareExchange(lock, 0, 0, 1) !== 0) Atomics.wait(lock, 0, 1);
  try {
    return work();
  } finally {
    Atomics.store(lock, 0, 0);
    Atomics.notify(lock, 0, 1);
  }
}

// tell sends a message. It reports whether that was possible.
function tell(message) {
  try {
    return locked(() => whole() && (write(frame(message)), true));
  } catch {
    return false;
  }
}

const receive = () => JSON.parse(read(read(4).readUInt32LE()).toString());

// ask sends a message and waits for the answer.
function ask(message) {
  try {
    return locked(() => {
      if (!whole()) throw new Error('its line to the server is closed');
      write(frame(message));
      return receive();
    });
  } catch (error) {
    return { error: `Cannot transform ${message.path}: ${error.message}` };
  }
}

module.exports = {
  joined: () => joined,
  tell,
  ask,
  receive,
  share: () => lock,
  join(other) {
    lock = other;
    joined = true;
  },
};
