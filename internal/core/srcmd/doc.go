// Package srcmd reads and writes notebooks as .src.md files, which are valid Markdown.
//
// The grammar is the one of the original Srcbook. At the top level of the document:
//
//	<!-- srcbook:{"language":"typescript"} -->   metadata, one line, anywhere
//	# Title                                      the only heading of level 1
//	###### package.json  and a code block        at most one
//	###### name.ts       and a code block        a code cell
//	anything else                                prose; neighbours are one cell
//
// Three markers extend it, which the original reads as part of the prose:
//
//	<!-- srcbook:cell -->                        between two prose cells
//	<!-- srcbook:markdown -->                    around the text of a prose cell that would not
//	<!-- /srcbook:markdown -->                   read as one, such as one with a level 1 heading
//	<!-- srcbook:output -->                      around what the code cell before it printed, for
//	<!-- /srcbook:output -->                     people to read; it is not read back
//
// Text before the title is the notebook's front. Borders of cells are those that marked 14, the
// original's parser, finds; reading takes time linear in the size of the file.
//
// Everything here is pure and safe for concurrent use.
package srcmd
