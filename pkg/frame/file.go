package frame

import "bytes"

// aliased is how long a piece is at least that is not copied. A shorter one is cheaper to copy than to keep track of.
const aliased = 4 << 10

// File is an Arrow file in pieces, in order. Long ones are the answer's own memory, which nobody writes to.
type File struct {
	pieces [][]byte
	// open are the bytes since the last piece, at the end of which more are written.
	open []byte
	size int
}

// Write keeps a long p instead of a copy.
func (f *File) Write(p []byte) (int, error) {
	f.size += len(p)
	if len(p) < aliased {
		f.open = append(f.open, p...)
		return len(p), nil
	}
	f.close()
	f.pieces = append(f.pieces, p)
	return len(p), nil
}

func (f *File) close() {
	if n := len(f.open); n > 0 {
		f.pieces = append(f.pieces, f.open[:n:n])
		f.open = f.open[n:]
	}
}

// Size returns the length of the file in bytes.
func (f *File) Size() int { return f.size }

// Pieces returns what the file consists of. It must not be changed.
func (f *File) Pieces() [][]byte {
	f.close()
	return f.pieces
}

// Bytes returns a copy of the file.
func (f *File) Bytes() []byte { return bytes.Join(f.Pieces(), nil) }
