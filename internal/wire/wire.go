// Package wire reads the JSON of HR systems. It is the one way from the bytes of an
// answer to the values of an employee:
//
//   - an [Answer] says where the lists of an answer are, and what is read beside them;
//   - a [Table] says which keys and paths of a record are read, each with a [Place];
//   - a [Record] has the [Cell] of each place, and a cell has readers for values of
//     package employee, which tell the four states of a field apart;
//   - [Put] sets a field, or withholds it with a problem.
//
// Answers and tables are built once for a client. Items are handed out while an answer
// arrives, and its bytes are looked at once; an array or object in a cell is looked at
// again when it is read. What no table names costs no memory.
//
// # Broken answers
//
// A page counts only when it was read whole: what was handed out before an error is
// void. These are the ways in which an answer can be broken, and what each means:
//
//	the body cannot be read further     the error of the body, wrapped: transient
//	the body ends inside a value        errors.Is(err, io.ErrUnexpectedEOF): transient
//	empty, null, HTML, XML              an error that says so
//	not JSON                            an error with the offset, counted from 1
//	no object where one must be         errors.Is(err, ErrNoObject)
//	anything behind the end             an error
//	a key on the way to a list, or one  an error: neither of two lists, nor of two
//	that is read beside it, twice       cursors, can be trusted
//	wrong UTF-8 beside a list           an error: it could be in a cursor
//	a member of a Map with a key twice  an error
//	an item larger than MaxItem         errors.Is(err, ErrTooLarge): final
//	a key of an item twice              its cell, and those below it, are unreadable
//	wrong UTF-8, or half a surrogate,   that cell is unreadable
//	in a text of an item
//	null in the place of an item        a record that is Null and has no cells
//	a key that is not read              nothing, if it is well-formed
//	a list that is not there, or is     not an error by itself: Record.Has
//	another value
//	a value of another type             not an error by itself: the readers of Cell
//
// A cell that is unreadable gives an error from every reader, so that its field is
// withheld and has a problem; as an id it is "". No error quotes what it read.
//
// # The library below
//
// This package stands on github.com/go-json-experiment/json, the same code as
// encoding/json/v2 and encoding/json/jsontext of Go 1.27, and an alias of them there.
// When go.mod says go 1.27, the imports change to those, and the requirement goes.
package wire
