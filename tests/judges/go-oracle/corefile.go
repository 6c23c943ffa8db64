package main

import (
	"encoding/json"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/coredns/caddy/caddyfile"
	"github.com/coredns/coredns/plugin"
	"github.com/coredns/coredns/plugin/pkg/parse"
	"github.com/coredns/coredns/plugin/pkg/transport"
	"github.com/miekg/dns"
)

// mostFiles is how many files a Corefile may import before the answer is that it depends on files.
const mostFiles = 20

// block is a server block: its keys, and the words of its directives, each with its line.
type block struct {
	Keys       []string           `json:"keys"`
	Directives map[string][][]any `json:"directives"`
}

// answerCorefiles says of every text what CoreDNS' parser reads in it: the server blocks, "refused", or "unseen" when
// the answer depends on files. No variable of the environment is set, and every file beside the Corefile is empty.
func answerCorefiles(texts []string) ([]json.RawMessage, error) {
	os.Clearenv()
	answers := make([]json.RawMessage, 0, len(texts))
	for _, text := range texts {
		answer, err := inEmptyFolder(func() any { return readCorefile(text) })
		if err != nil {
			return nil, err
		}
		encoded, err := json.MarshalIndent(answer, "", " ")
		if err != nil {
			return nil, err
		}
		answers = append(answers, encoded)
	}
	return answers, nil
}

func inEmptyFolder(read func() any) (any, error) {
	folder, err := os.MkdirTemp("", "corefile")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(folder)
	if err := os.Chdir(folder); err != nil {
		return nil, err
	}
	return read(), nil
}

func readCorefile(text string) any {
	for made := range mostFiles {
		parsed, err := caddyfile.Parse("Corefile", strings.NewReader(text), nil)
		switch {
		case err == nil:
			return blocks(parsed)
		case strings.Contains(err.Error(), "Could not import"):
			return "unseen"
		case strings.Contains(err.Error(), "Failed to use import pattern") && (made > 0 || strings.Contains(err.Error(), "*")):
			return "unseen" // What stands behind a star is only looked at when there are files.
		case !strings.Contains(err.Error(), "File to import not found: "):
			return "refused"
		}
		_, name, _ := strings.Cut(err.Error(), "File to import not found: ")
		if !filepath.IsLocal(name) || os.MkdirAll(filepath.Dir(name), 0o700) != nil {
			return "unseen"
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			return "unseen"
		}
	}
	return "unseen"
}

func blocks(parsed []caddyfile.ServerBlock) any {
	answer := make([]block, 0, len(parsed))
	for _, server := range parsed {
		one := block{Keys: []string{}, Directives: map[string][][]any{}}
		for _, key := range server.Keys {
			normalised, ok := normalise(key)
			if !ok {
				return "refused"
			}
			one.Keys = append(one.Keys, normalised)
		}
		for name, tokens := range server.Tokens {
			for _, token := range tokens {
				one.Directives[name] = append(one.Directives[name], []any{token.Line, token.Text})
			}
		}
		answer = append(answer, one)
	}
	return answer
}

// normalise asks CoreDNS for the parts of a key, as its servers do; a network stays as it is written.
func normalise(key string) (string, bool) {
	scheme, address := parse.Transport(key)
	hosts, port, err := plugin.SplitHostPort(address)
	if err != nil {
		return "", false
	}
	for _, host := range hosts {
		if _, _, err := plugin.SplitHostPort(dns.Fqdn(host)); err != nil {
			return "", false
		}
	}
	if port == "" {
		port = map[string]string{
			transport.DNS: transport.Port, transport.TLS: transport.TLSPort, transport.QUIC: transport.QUICPort,
			transport.GRPC: transport.GRPCPort, transport.HTTPS: transport.HTTPSPort,
			transport.HTTPS3: transport.HTTPSPort,
		}[scheme]
	}
	bare := address
	if colon := strings.LastIndex(address, ":"); colon >= 0 {
		if _, err := strconv.Atoi(address[colon+1:]); err == nil {
			bare = address[:colon]
		}
	}
	if _, _, err := net.ParseCIDR(bare); err == nil {
		return scheme + "://" + bare + ":" + port, true
	}
	return scheme + "://" + plugin.Name(hosts[0]).Normalize() + ":" + port, true
}
