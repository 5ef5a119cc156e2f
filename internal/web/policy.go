package web

import (
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"regexp"
	"strings"
)

// contentPolicy allows only the interface's own scripts: files of this server, and those that the build
// put into its page, by their hashes (CSP level 3, "Hash usage for inline scripts"). Styles may be inline
// because CodeMirror, KaTeX and Mermaid set them; prose may show images from the web.
func contentPolicy(files fs.FS) string {
	scripts := append([]string{"script-src 'self'"}, inlineScripts(files)...)
	return "default-src 'none'; " + strings.Join(scripts, " ") + "; style-src 'self' 'unsafe-inline'; font-src 'self'; " +
		"img-src 'self' data: blob: https:; connect-src 'self'; worker-src 'self' blob:; manifest-src 'self'; " +
		"frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
}

var inlineScript = regexp.MustCompile(`(?s)<script>(.*?)</script>`)

// inlineScripts are the hashes of the scripts within the page of the interface. Without a page, as where
// only the API is wanted, there are none.
func inlineScripts(files fs.FS) []string {
	if files == nil {
		return nil
	}
	page, err := fs.ReadFile(files, indexPage)
	if err != nil {
		return nil
	}
	var hashes []string
	for _, found := range inlineScript.FindAllSubmatch(page, -1) {
		sum := sha256.Sum256(found[1])
		hashes = append(hashes, "'sha256-"+base64.StdEncoding.EncodeToString(sum[:])+"'")
	}
	return hashes
}
