package port_test

import (
	"net"
	"testing"

	"miaoban/local/port"
)

// TestFree: a program can listen on each, and none is in the range from which the system assigns ports.
func TestFree(t *testing.T) {
	seen := map[string]bool{}
	for _, address := range port.Free(t, 50) {
		if seen[address] {
			t.Errorf("%s is found twice", address)
		}
		seen[address] = true
		listener, err := net.Listen("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		defer listener.Close()
		if at := listener.Addr().(*net.TCPAddr).Port; at >= 32768 {
			t.Errorf("%d is of those that the system gives", at)
		}
	}
}
