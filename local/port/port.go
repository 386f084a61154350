// Package port finds addresses of this machine for programs that a test starts.
package port

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// The ports are below those that Linux (from 32768 on), macOS and Windows (from 49152 on) give
// for any port: no other program gets them before the started program listens.
const first, last = 10_000, 32_000

// Free returns n different addresses of the loopback interface on which no program listens.
func Free(t testing.TB, n int) (addresses []string) {
	t.Helper()
	for tries := 0; len(addresses) < n; tries++ {
		listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", first+rand.IntN(last-first)))
		if err != nil && tries < 1000 {
			continue // a program listens there
		}
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close() // only after all are found, so that none is found twice
		addresses = append(addresses, listener.Addr().String())
	}
	return addresses
}
