package main

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// checkpoint is a C2SP tlog-checkpoint whose signature has been verified.
type checkpoint struct {
	size int64
	root tlog.Hash
}

// proofText is the common shape of .tlog-proof and cons files.
type proofText struct {
	number     int64
	hashes     []tlog.Hash
	checkpoint checkpoint
}

// open verifies a signed checkpoint. Go's reader accepts more than one spelling of a signature and
// ignores strangers' lines; so the note is written again from what was verified, and compared.
func (j *judge) open(raw []byte) (checkpoint, error) {
	if known, ok := j.opened[string(raw)]; ok {
		return known, nil
	}
	n, err := note.Open(raw, note.VerifierList(j.verifier))
	if err != nil {
		return checkpoint{}, err
	}
	if !bytes.Equal(raw, render(n)) {
		return checkpoint{}, errors.New("expected one canonical signature line")
	}
	found, err := j.parseCheckpoint(n.Text)
	if err != nil {
		return checkpoint{}, err
	}
	j.opened[string(raw)] = found
	return found, nil
}

// render writes a note from its verified signatures alone, in canonical base64.
func render(n *note.Note) []byte {
	var b strings.Builder
	b.WriteString(n.Text + "\n")
	for _, sig := range n.Sigs {
		raw, err := base64.StdEncoding.DecodeString(sig.Base64)
		if err != nil {
			return nil
		}
		fmt.Fprintf(&b, "— %s %s\n", sig.Name, base64.StdEncoding.EncodeToString(raw))
	}
	return []byte(b.String())
}

func (j *judge) parseCheckpoint(text string) (checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != j.verifier.Name() {
		return checkpoint{}, errors.New("expected a checkpoint of the trusted log in three lines")
	}
	size, err := decimal(lines[1])
	if err != nil {
		return checkpoint{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return checkpoint{}, err
	}
	if text != fmt.Sprintf("%s\n%d\n%s\n", j.verifier.Name(), size, root) {
		return checkpoint{}, errors.New("expected a canonical checkpoint")
	}
	return checkpoint{size, root}, nil
}

// parseProof reads prefix, a number, hashes one a line, a blank line and a signed checkpoint.
func (j *judge) parseProof(raw []byte, prefix string) (proofText, error) {
	head, signed, ok := bytes.Cut(raw, []byte("\n\n"))
	if !ok || !bytes.HasPrefix(head, []byte(prefix)) {
		return proofText{}, fmt.Errorf("expected %q, hashes and a checkpoint", prefix)
	}
	lines := strings.Split(string(head[len(prefix):]), "\n")
	number, err := decimal(lines[0])
	if err != nil {
		return proofText{}, err
	}
	p := proofText{number: number}
	again := prefix + strconv.FormatInt(number, 10) + "\n"
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return proofText{}, err
		}
		p.hashes = append(p.hashes, hash)
		again += hash.String() + "\n"
	}
	if !bytes.Equal(raw, append([]byte(again+"\n"), signed...)) {
		return proofText{}, errors.New("expected a canonical proof")
	}
	p.checkpoint, err = j.open(signed)
	return p, err
}

// decimal reads a number in its one spelling.
func decimal(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || text != strconv.FormatInt(n, 10) {
		return 0, fmt.Errorf("expected a plain decimal number, got %q", text)
	}
	return n, nil
}
