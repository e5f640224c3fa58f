package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	height = 8
	width  = 1 << height
)

// judge holds the reader's trust root and the notes already opened under it: opening is a pure
// function of the bytes, and most proofs carry the same few checkpoints.
type judge struct {
	trust    string
	verifier note.Verifier
	opened   map[string]checkpoint
}

// hearing is one export being judged.
type hearing struct {
	*judge
	folder *folder
	seen   map[string]bool // files that must be there, and were found right
	head   checkpoint
	leaves [][]byte
	hashes []tlog.Hash // in the order of tlog.StoredHashIndex
}

// export shows, in this order:
//  1. the folder names the trusted key and no other;
//  2. its checkpoint is that log's, byte for byte as it would be written;
//  3. the entries lead to the checkpoint's root;
//  4. every hash tile is what the entries give;
//  5. every proof and every old checkpoint holds;
//  6. nothing else is in the folder.
func (j *judge) export(f *folder) (string, error) {
	h := &hearing{judge: j, folder: f, seen: map[string]bool{}}
	for _, step := range []func() error{h.keys, h.checkpoint, h.entries, h.tiles} {
		if err := step(); err != nil {
			return "", err
		}
	}
	proofs, err := h.proofs()
	if err != nil {
		return "", err
	}
	olds, err := h.oldCheckpoints()
	if err != nil {
		return "", err
	}
	if err := h.nothingElse(); err != nil {
		return "", err
	}
	form := "%d entries, %d proofs, %d old checkpoints"
	return fmt.Sprintf(form, h.head.size, proofs, olds), nil
}

// take gives the bytes of a file that must be there.
func (h *hearing) take(name string) ([]byte, error) {
	raw, ok := h.folder.files[name]
	if !ok {
		return nil, fmt.Errorf("expected a file %s, got none", name)
	}
	h.seen[name] = true
	return raw, nil
}

func (h *hearing) keys() error {
	raw, err := h.take("keys.txt")
	if err == nil && string(raw) != h.trust+"\n" {
		err = errors.New("expected keys.txt to hold the trusted key and nothing else")
	}
	return err
}

func (h *hearing) checkpoint() error {
	raw, err := h.take("checkpoint")
	if err != nil {
		return err
	}
	if h.head, err = h.open(raw); err != nil {
		return fmt.Errorf("%v, at checkpoint", err)
	}
	return nil
}

// tilePath is the C2SP path: Go's own without the height, and "entries" for its "data".
func tilePath(level int, n int64, w int) string {
	own := tlog.Tile{H: height, L: level, N: n, W: w}.Path()
	own = "tile/" + strings.TrimPrefix(own, "tile/8/")
	return strings.Replace(own, "tile/data/", "tile/entries/", 1)
}

// row calls each with every tile of one level: number and width, full ones, then the edge.
func row(count int64, each func(n int64, w int) error) error {
	for n := int64(0); n*width < count; n++ {
		w := count - n*width
		if w > width {
			w = width
		}
		if err := each(n, int(w)); err != nil {
			return err
		}
	}
	return nil
}

func (h *hearing) entries() error {
	err := row(h.head.size, func(n int64, w int) error {
		name := tilePath(-1, n, w)
		raw, err := h.take(name)
		if err != nil {
			return err
		}
		return h.bundle(name, raw, w)
	})
	if err != nil {
		return err
	}
	root, err := h.root(h.head.size)
	if err == nil && root != h.head.root {
		err = errors.New("expected the entries to lead to the checkpoint's root")
	}
	return err
}

// bundle adds the entries of one bundle to the tree.
func (h *hearing) bundle(name string, raw []byte, w int) error {
	for i := 0; i < w; i++ {
		if len(raw) < 2 {
			return fmt.Errorf("expected %d entries, got %d, at %s", w, i, name)
		}
		length := int(binary.BigEndian.Uint16(raw))
		if length == 0 || len(raw)-2 < length {
			return fmt.Errorf("expected a whole entry that is not empty, at %d of %s", i, name)
		}
		leaf := raw[2 : 2+length]
		raw = raw[2+length:]
		grown, err := tlog.StoredHashes(int64(len(h.leaves)), leaf, h.reader())
		if err != nil {
			return err
		}
		h.leaves = append(h.leaves, leaf)
		h.hashes = append(h.hashes, grown...)
	}
	if len(raw) != 0 {
		return fmt.Errorf("expected the end of the bundle, got %d bytes more, at %s", len(raw), name)
	}
	return nil
}

func (h *hearing) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, 0, len(indexes))
		for _, i := range indexes {
			if i < 0 || i >= int64(len(h.hashes)) {
				return nil, fmt.Errorf("hash %d is not stored", i)
			}
			found = append(found, h.hashes[i])
		}
		return found, nil
	})
}

// root is the tree's root at any size up to the checkpoint's. Go writes zeros for an empty tree
// where RFC 6962 has the hash of nothing.
func (h *hearing) root(size int64) (tlog.Hash, error) {
	if size == 0 {
		return sha256.Sum256(nil), nil
	}
	return tlog.TreeHash(size, h.reader())
}

func (h *hearing) tiles() error {
	for level, count := 0, h.head.size; count > 0; level, count = level+1, count>>height {
		err := row(count, func(n int64, w int) error {
			name := tilePath(level, n, w)
			raw, err := h.take(name)
			if err != nil {
				return err
			}
			tile := tlog.Tile{H: height, L: level, N: n, W: w}
			want, err := tlog.ReadTileData(tile, h.reader())
			if err == nil && !bytes.Equal(raw, want) {
				err = fmt.Errorf("expected the hashes that the entries give, at %s", name)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// numbered finds the files dir<number>suffix, with the number in its one spelling.
func (h *hearing) numbered(dir, suffix string) (map[string]int64, error) {
	found := map[string]int64{}
	for name := range h.folder.files {
		if !strings.HasPrefix(name, dir) || !strings.HasSuffix(name, suffix) {
			continue
		}
		text := strings.TrimSuffix(strings.TrimPrefix(name, dir), suffix)
		number, err := decimal(text)
		if err != nil {
			return nil, fmt.Errorf("%v, in the name %s", err, name)
		}
		found[name] = number
	}
	return found, nil
}

func (h *hearing) proofs() (int, error) {
	found, err := h.numbered("proofs/", ".tlog-proof")
	if err != nil {
		return 0, err
	}
	for name, index := range found {
		if err := h.proof(name, index); err != nil {
			return 0, fmt.Errorf("%v, at %s", err, name)
		}
	}
	return len(found), nil
}

func (h *hearing) proof(name string, index int64) error {
	raw, err := h.take(name)
	if err != nil {
		return err
	}
	rec, err := h.take("proofs/" + strconv.FormatInt(index, 10) + ".rec")
	if err != nil {
		return err
	}
	p, err := h.parseProof(raw, "c2sp.org/tlog-proof@v1\nindex ")
	if err != nil {
		return err
	}
	if p.number != index {
		return fmt.Errorf("expected index %d, got %d", index, p.number)
	}
	if index >= int64(len(h.leaves)) || !bytes.Equal(rec, h.leaves[index]) {
		return fmt.Errorf("expected entry %d in its .rec file", index)
	}
	if err := h.past(p.checkpoint); err != nil {
		return err
	}
	size, root := p.checkpoint.size, p.checkpoint.root
	return tlog.CheckRecord(p.hashes, size, root, index, tlog.RecordHash(rec))
}

func (h *hearing) oldCheckpoints() (int, error) {
	found, err := h.numbered("cons/", ".txt")
	if err != nil {
		return 0, err
	}
	for name, size := range found {
		if err := h.oldCheckpoint(name, size); err != nil {
			return 0, fmt.Errorf("%v, at %s", err, name)
		}
	}
	return len(found), nil
}

func (h *hearing) oldCheckpoint(name string, size int64) error {
	raw, err := h.take(name)
	if err != nil {
		return err
	}
	p, err := h.parseProof(raw, "old ")
	if err != nil {
		return err
	}
	if p.number != size || p.checkpoint.size != size {
		form := "expected size %d, got %d and a checkpoint of size %d"
		return fmt.Errorf(form, size, p.number, p.checkpoint.size)
	}
	if err := h.past(p.checkpoint); err != nil {
		return err
	}
	if size == 0 { // every tree continues the empty one; Go has no proof of that
		if len(p.hashes) != 0 {
			return errors.New("expected no hashes for an empty tree")
		}
		return nil
	}
	return tlog.CheckTree(p.hashes, h.head.size, h.head.root, size, p.checkpoint.root)
}

// past shows that a checkpoint is one this record went through.
func (h *hearing) past(old checkpoint) error {
	if old.size > h.head.size {
		return fmt.Errorf("expected a size up to %d, got %d", h.head.size, old.size)
	}
	root, err := h.root(old.size)
	if err == nil && root != old.root {
		err = fmt.Errorf("expected the root this record had at size %d", old.size)
	}
	return err
}

func (h *hearing) nothingElse() error {
	if len(h.folder.odd) > 0 {
		return fmt.Errorf("expected only files and directories, got %s", h.folder.odd[0])
	}
	dirs := map[string]bool{}
	for name := range h.folder.files {
		if !h.seen[name] {
			return fmt.Errorf("expected no file %s", name)
		}
		for _, dir := range parents(name) {
			dirs[dir] = true
		}
	}
	for dir := range h.folder.dirs {
		if !dirs[dir] {
			return fmt.Errorf("expected no directory %s", dir)
		}
	}
	return nil
}
