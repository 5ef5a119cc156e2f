// Package vault seals values so that only this server can read them: a copy of the database without
// the key file gives none of them away.
//
// A sealed value is a header of eight bytes (format, then the id of its key), a random nonce of
// twelve, and the AES-256-GCM ciphertext with its tag. The header and the value's place are
// authenticated with it, so that a value that is moved to another row or column does not open.
//
// The key file holds one or more keys of 32 bytes. The last one seals; the others only open what was
// sealed before the last was added. A Vault is immutable and safe for concurrent use.
package vault

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/sha256"
	"fmt"

	"github.com/srcbook/srcbook/internal/core/fault"
)

const (
	format     = 1 // first byte of a sealed value
	keyIDSize  = 7
	headerSize = 1 + keyIDSize
	keySize    = 32
)

// Vault seals and opens values. Load makes one.
type Vault struct {
	keys map[keyID]cipher.AEAD
	last keyID
}

type keyID [keyIDSize]byte

func idOf(key []byte) keyID {
	sum := sha256.Sum256(key)
	return keyID(sum[:keyIDSize])
}

// newVault takes the content of a key file.
func newVault(content []byte) (*Vault, error) {
	v := &Vault{keys: map[keyID]cipher.AEAD{}}
	for rest := content; len(rest) > 0; rest = rest[keySize:] {
		block, err := aes.NewCipher(rest[:keySize])
		if err != nil {
			return nil, fmt.Errorf("read a key: %w", err)
		}
		aead, err := cipher.NewGCMWithRandomNonce(block)
		if err != nil {
			return nil, fmt.Errorf("read a key: %w", err)
		}
		v.last = idOf(rest[:keySize])
		v.keys[v.last] = aead
	}
	return v, nil
}

// Seal encrypts a value for a place, such as "secrets/value/API_KEY". It can only be opened with the
// same place. The same value sealed twice gives different bytes.
func (v *Vault) Seal(plain []byte, place string) ([]byte, error) {
	header := append([]byte{format}, v.last[:]...)
	return v.keys[v.last].Seal(header, nil, plain, additional(header, place)), nil
}

// Open decrypts what Seal returned for the same place. It fails with CodeKeyFile when the value was
// sealed with a key that the key file does not have, and when the value was changed or moved.
func (v *Vault) Open(sealed []byte, place string) ([]byte, error) {
	if len(sealed) < headerSize || sealed[0] != format {
		return nil, fault.New(fault.CodeKeyFile, "The stored value at %s is not a sealed one", place)
	}
	header, body := sealed[:headerSize], sealed[headerSize:]
	aead, known := v.keys[keyID(header[1:])]
	if !known {
		return nil, fault.New(fault.CodeKeyFile, "The value at %s was sealed with the key %x, which the key file does not have", place, header[1:])
	}
	plain, err := aead.Open(nil, nil, body, additional(header, place))
	if err != nil {
		return nil, fault.Wrap(fault.CodeKeyFile, err, "The stored value at %s was changed or moved", place).
			WithNext("Enter the value again, or restore the data folder from a backup.")
	}
	return plain, nil
}

// additional is what is authenticated besides the value.
func additional(header []byte, place string) []byte {
	return append(append(make([]byte, 0, len(header)+len(place)), header...), place...)
}

// Current reports whether a value was sealed with the key that seals now; one that was not should be
// sealed again before its key is taken out of the key file.
func (v *Vault) Current(sealed []byte) bool {
	return len(sealed) >= headerSize && sealed[0] == format && keyID(sealed[1:headerSize]) == v.last
}
