package main

import (
	"fmt"
	"sort"
	"strings"

	"github.com/alecthomas/kong"
)

type completionCommand struct {
	Shell string `arg:"" enum:"bash,zsh,fish" help:"Your shell: bash, zsh or fish."`
}

// Help tells where the script goes.
func (completionCommand) Help() string {
	return `Completes commands, flags and their values. To have it in every shell:

  echo 'source <(srcbook completion bash)' >> ~/.bashrc
  echo 'source <(srcbook completion zsh)' >> ~/.zshrc
  srcbook completion fish > ~/.config/fish/completions/srcbook.fish`
}

// Run prints the script for the commands and flags that there are.
func (c *completionCommand) Run(k *kong.Kong) error {
	var all []completion
	for _, node := range k.Model.Children {
		all = append(all, completionOf(node))
	}
	sort.Slice(all, func(i, j int) bool { return all[i].name < all[j].name })
	switch c.Shell {
	case "fish":
		printFish(all)
	case "zsh":
		fmt.Println("autoload -U +X compinit && compinit\nautoload -U +X bashcompinit && bashcompinit")
		printBash(all, k.Model.DefaultCmd)
	default:
		printBash(all, k.Model.DefaultCmd)
	}
	return nil
}

// completion is what can follow a command.
type completion struct {
	name, help string
	flags      []*kong.Flag
	values     []string // of the first argument, when there is a choice
}

func completionOf(node *kong.Node) completion {
	c := completion{name: node.Name, help: node.Help}
	for _, group := range node.AllFlags(true) {
		c.flags = append(c.flags, group...)
	}
	if len(node.Positional) > 0 {
		c.values = choices(node.Positional[0])
	}
	return c
}

func choices(v *kong.Value) []string {
	if v.Enum == "" {
		return nil
	}
	return v.EnumSlice()
}

func (c completion) flagNames() string {
	var names []string
	for _, f := range c.flags {
		names = append(names, "--"+f.Name)
	}
	return strings.Join(names, " ")
}

// printBash leaves what is no command, flag or choice to the shell, which offers files.
func printBash(all []completion, first *kong.Node) {
	var names []string
	var flags, values strings.Builder
	for _, c := range all {
		names = append(names, c.name)
		fmt.Fprintf(&flags, "      %s) words=%q ;;\n", c.name, c.flagNames())
		if len(c.values) > 0 {
			fmt.Fprintf(&values, "      '%s %s') words=%q ;;\n", c.name, c.name, strings.Join(c.values, " "))
		}
		for _, f := range c.flags {
			if v := choices(f.Value); len(v) > 0 {
				fmt.Fprintf(&values, "      '%s --%s') words=%q ;;\n", c.name, f.Name, strings.Join(v, " "))
			}
		}
	}
	fmt.Printf(bashScript, completionOf(first).flagNames(), strings.Join(names, " "), flags.String(), values.String())
}

// bashScript gets the flags of no command, the commands, the flags of each, and the values. In bash, "="
// is a word of its own.
const bashScript = `_srcbook() {
  local word="${COMP_WORDS[COMP_CWORD]}" before="${COMP_WORDS[COMP_CWORD-1]}" words=""
  [ "$before" = "=" ] && before="${COMP_WORDS[COMP_CWORD-2]}"
  [ "$word" = "=" ] && word=""
  if [ "$COMP_CWORD" = 1 ]; then
    case "$word" in
      -*) words=%q ;;
      *) words=%q ;;
    esac
  elif [ "${word#-}" != "$word" ]; then
    case "${COMP_WORDS[1]}" in
%s    esac
  else
    case "${COMP_WORDS[1]} $before" in
%s    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o bashdefault -o default -F _srcbook srcbook
`

func printFish(all []completion) {
	for _, c := range all {
		fmt.Printf("complete -c srcbook -n __fish_use_subcommand -f -a %s -d %s\n", c.name, quoteFish(c.help))
		on := quoteFish("__fish_seen_subcommand_from " + c.name)
		for _, f := range c.flags {
			line := fmt.Sprintf("complete -c srcbook -n %s -l %s -d %s", on, f.Name, quoteFish(f.Help))
			if f.Short != 0 {
				line += " -s " + string(f.Short)
			}
			if !f.IsBool() {
				line += " -r"
			}
			if v := choices(f.Value); len(v) > 0 {
				line += " -f -a " + quoteFish(strings.Join(v, " "))
			}
			fmt.Println(line)
		}
		if len(c.values) > 0 {
			fmt.Printf("complete -c srcbook -n %s -f -a %s\n", on, quoteFish(strings.Join(c.values, " ")))
		}
	}
}

// quoteFish quotes for fish: https://fishshell.com/docs/current/language.html#quotes
func quoteFish(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(text) + "'"
}
