// Judge checks an exported record with Go's own transparency-log code, none of ours.
//
//	judge --trust VKEY EXPORTDIR
//	judge --trust VKEY --loop
//
// One folder: prints "ok N entries, P proofs, C old checkpoints" and exits 0, or one sentence and
// exits 1. Exit 2 means that nothing was judged (wrong use, unreadable folder).
//
// Loop: each line of standard input is EXPORTDIR, or EXPORTDIR<TAB>path<TAB>byte<TAB>bit to judge
// the folder as it was first read with that one bit flipped in memory. Each answer is one line,
// "ok ...", "refused ...", or "broken ..." when nothing was judged: a caller that counts refusals
// must not count a mistyped path as one.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// folder is everything an export holds: bytes by slash-separated path, its directories, and
// whatever is neither (links, pipes).
type folder struct {
	files map[string][]byte
	dirs  map[string]bool
	odd   []string
}

// errBroken marks a question that could not be judged, as against an export that was refused.
var errBroken = errors.New("not judged")

func main() {
	trust := flag.String("trust", "", "the verifier key of the log, from the reader's own hands")
	loop := flag.Bool("loop", false, "judge folders and flipped bits named on standard input")
	flag.Parse()
	verifier, err := note.NewVerifier(*trust)
	if err != nil {
		exit(2, "expected --trust with a verifier key: "+err.Error())
	}
	j := &judge{trust: *trust, verifier: verifier, opened: map[string]checkpoint{}}
	switch {
	case *loop && flag.NArg() == 0:
		judgeLines(j)
	case !*loop && flag.NArg() == 1:
		judgeOne(j, flag.Arg(0))
	default:
		exit(2, "expected --trust VKEY and either EXPORTDIR or --loop")
	}
}

func judgeOne(j *judge, dir string) {
	f, err := readFolder(dir)
	if err != nil {
		exit(2, err.Error())
	}
	sum, err := j.export(f)
	if err != nil {
		exit(1, err.Error())
	}
	fmt.Println("ok", sum)
}

func exit(code int, sentence string) {
	fmt.Fprintln(os.Stderr, oneLine(sentence))
	os.Exit(code)
}

func oneLine(sentence string) string {
	return strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(sentence)
}

func judgeLines(j *judge) {
	read := map[string]*folder{}
	in := bufio.NewScanner(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	for in.Scan() {
		sum, err := judgeLine(j, read, in.Text())
		switch {
		case errors.Is(err, errBroken):
			fmt.Fprintln(out, "broken", oneLine(err.Error()))
		case err != nil:
			fmt.Fprintln(out, "refused", oneLine(err.Error()))
		default:
			fmt.Fprintln(out, "ok", sum)
		}
		out.Flush()
	}
	if err := in.Err(); err != nil {
		exit(2, err.Error())
	}
}

// judgeLine answers one question. A panic in the libraries is not a refusal either.
func judgeLine(j *judge, read map[string]*folder, line string) (sum string, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: panic: %v", errBroken, p)
		}
	}()
	parts := strings.Split(line, "\t")
	if len(parts) != 1 && len(parts) != 4 {
		return "", fmt.Errorf("%w: expected 1 or 4 fields, got %d", errBroken, len(parts))
	}
	dir := parts[0]
	if len(parts) == 1 || read[dir] == nil {
		f, err := readFolder(dir)
		if err != nil {
			return "", fmt.Errorf("%w: %v", errBroken, err)
		}
		read[dir] = f
	}
	f := read[dir]
	if len(parts) == 4 {
		if f, err = f.flip(parts[1], parts[2], parts[3]); err != nil {
			return "", fmt.Errorf("%w: %v", errBroken, err)
		}
	}
	return j.export(f)
}

// readFolder reads every file, following no links.
func readFolder(dir string) (*folder, error) {
	f := &folder{files: map[string][]byte{}, dirs: map[string]bool{}}
	err := filepath.WalkDir(dir, func(full string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, full)
		if err != nil || rel == "." {
			return err
		}
		name := filepath.ToSlash(rel)
		switch {
		case entry.IsDir():
			f.dirs[name] = true
		case entry.Type().IsRegular():
			f.files[name], err = os.ReadFile(full)
		default:
			f.odd = append(f.odd, name)
		}
		return err
	})
	return f, err
}

// flip gives the folder with one bit of one file changed; the original stays as it is.
func (f *folder) flip(name, byteText, bitText string) (*folder, error) {
	old, ok := f.files[name]
	if !ok {
		return nil, fmt.Errorf("no file %q", name)
	}
	at, err := strconv.Atoi(byteText)
	if err != nil || at < 0 || at >= len(old) {
		return nil, fmt.Errorf("expected a byte from 0 to %d, got %q", len(old)-1, byteText)
	}
	bit, err := strconv.Atoi(bitText)
	if err != nil || bit < 0 || bit > 7 {
		return nil, fmt.Errorf("expected a bit from 0 to 7, got %q", bitText)
	}
	changed := &folder{files: make(map[string][]byte, len(f.files)), dirs: f.dirs, odd: f.odd}
	for other, raw := range f.files {
		changed.files[other] = raw
	}
	raw := append([]byte(nil), old...)
	raw[at] ^= 1 << bit
	changed.files[name] = raw
	return changed, nil
}

// parents are the directories that must exist for a file to stand at name.
func parents(name string) []string {
	var found []string
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		found = append(found, dir)
	}
	return found
}
