package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"Your shell: ${enum}."`
}

// Help tells where the script goes.
func (completionCommand) Help() string {
	return `bash: srcbook completion bash >> ~/.bashrc
zsh:  srcbook completion zsh >> ~/.zshrc
fish: srcbook completion fish > ~/.config/fish/completions/srcbook.fish`
}

// Run prints the script for the commands and flags that there are.
func (c *completionCommand) Run(k *kong.Kong) error {
	words := map[string][]string{}
	var names []string
	for _, node := range k.Model.Children {
		names = append(names, node.Name)
		for _, group := range node.AllFlags(true) {
			for _, flag := range group {
				words[node.Name] = append(words[node.Name], "--"+flag.Name)
			}
		}
	}
	sort.Strings(names)
	switch c.Shell {
	case "fish":
		fish(k, names)
	case "zsh":
		fmt.Println("autoload -U +X bashcompinit && bashcompinit")
		bash(names, words)
	default:
		bash(names, words)
	}
	return nil
}

func bash(names []string, words map[string][]string) {
	fmt.Println("_srcbook() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" words=\"\"\n  case \"${COMP_WORDS[1]}\" in")
	for _, name := range names {
		fmt.Printf("    %s) words=%q ;;\n", name, strings.Join(words[name], " "))
	}
	fmt.Printf("  esac\n  [ \"$COMP_CWORD\" = 1 ] && words=%q\n", strings.Join(names, " "))
	fmt.Println("  COMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n  [ \"$COMP_CWORD\" -gt 1 ] && COMPREPLY+=($(compgen -f -- \"$word\"))\n}\ncomplete -o filenames -F _srcbook srcbook")
}

func fish(k *kong.Kong, names []string) {
	fmt.Printf("complete -c srcbook -n __fish_use_subcommand -f -a %q\n", strings.Join(names, " "))
	for _, node := range k.Model.Children {
		for _, group := range node.AllFlags(true) {
			for _, flag := range group {
				fmt.Printf("complete -c srcbook -n '__fish_seen_subcommand_from %s' -l %s -d %q\n", node.Name, flag.Name, flag.Help)
			}
		}
	}
}
