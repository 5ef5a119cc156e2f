// Package ipynb reads and writes notebooks as Jupyter's .ipynb files, version 4 of the format
// (https://nbformat.readthedocs.io/en/latest/format_description.html).
//
// A Jupyter notebook runs its cells in one scope; a cell here is a module of its own. So the text of
// a foreign code cell is kept as it is, and a note at the head of the notebook says what may have to
// change. A file that Encode wrote comes back as it was, for all that the notebook needs stands in
// the metadata under the key "srcbook".
//
// Everything here is pure and safe for concurrent use.
package ipynb
