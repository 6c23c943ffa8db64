// Command go-oracle says what Kubernetes' own Go code reads in YAML streams, and CoreDNS' in Corefiles.
//
// Standard input is a JSON array of texts, each a stream of its own. Standard output is a JSON array with one text for
// each: a line "document JSON" for every document that is not null, and a line "error TEXT" if an error ended the stream.
// With the argument corefile each text is a Corefile, and each answer what answerCorefiles says of it.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// lookahead is the buffer in which kubectl looks for the brace of a JSON stream.
const lookahead = 4096

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "go-oracle:", err)
		os.Exit(1)
	}
}

func run() error {
	var streams []string
	if err := json.NewDecoder(os.Stdin).Decode(&streams); err != nil {
		return err
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if len(os.Args) > 1 && os.Args[1] == "corefile" {
		answers, err := answerCorefiles(streams)
		if err != nil {
			return err
		}
		return out.Encode(answers)
	}
	answers := make([]string, 0, len(streams))
	for _, stream := range streams {
		answers = append(answers, read(stream))
	}
	return out.Encode(answers)
}

// read decodes a stream as kubectl does: document by document, into raw JSON.
func read(stream string) string {
	decoder := utilyaml.NewYAMLOrJSONDecoder(strings.NewReader(stream), lookahead)
	var answer strings.Builder
	for {
		var document json.RawMessage
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return answer.String()
		}
		if err != nil {
			fmt.Fprintf(&answer, "error %s\n", strings.ReplaceAll(err.Error(), "\n", " "))
			return answer.String()
		}
		if len(document) == 0 || bytes.Equal(document, []byte("null")) {
			continue
		}
		var line bytes.Buffer
		if err := json.Compact(&line, document); err != nil {
			return "error " + err.Error() + "\n"
		}
		fmt.Fprintf(&answer, "document %s\n", line.Bytes())
	}
}
