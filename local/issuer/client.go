package issuer

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"slices"
	"strings"
)

// callback is the path of the portal to which the browser returns.
const callback = "/sign-in/callback"

// client returns the address to which the browser is sent back, if the request is of the only client: the
// portal, at the address by which the browser reaches this host. Otherwise known is false, and the answer has
// been written.
func (i *Issuer) client(w http.ResponseWriter, r *http.Request) (redirect *url.URL, known bool) {
	query := r.URL.Query()
	redirect, err := url.Parse(query.Get("redirect_uri"))
	here := url.URL{Scheme: "http", Host: r.Host, Path: callback}
	if r.TLS != nil {
		here.Scheme = "https"
	}
	if err != nil || query.Get("client_id") != i.Audience || query.Get("code_challenge_method") != "S256" || *redirect != here {
		http.Error(w, "没有这个应用 No such client", http.StatusBadRequest)
		return nil, false
	}
	if !i.own(r.Host) {
		http.Error(w, "本机不认识这个主机名，请用 http://localhost 或 IP 地址打开，或以 -address 指定它。\n"+
			"This machine does not know itself by that name: open it by http://localhost or by its IP address, or name it with -address.",
			http.StatusBadRequest)
		return nil, false
	}
	return redirect, true
}

// own reports whether the address is this machine's: a number, a loopback name, or one of its own names. A
// stranger could point any other name here and would receive the code.
func (i *Issuer) own(address string) bool {
	name := hostOf(address)
	if _, err := netip.ParseAddr(name); err == nil {
		return true
	}
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || slices.Contains(i.names, name)
}

// names returns the names of this machine, and the given ones.
func names(given ...string) []string {
	if machine, err := os.Hostname(); err == nil {
		given = append(given, machine, machine+".local")
	}
	var all []string
	for _, name := range given {
		if name = hostOf(name); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// hostOf returns the name or number of an address, without port and brackets, in small letters.
func hostOf(address string) string {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(address, "[]"), "."))
}
