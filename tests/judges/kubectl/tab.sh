# What the Tab key offers behind the words of this call, by the script that kubectl prints for bash.
#
# The first word is the program that is being typed, the last one the part that is not finished.

# bash-completion has these; the script takes nothing else from it, and this works without a terminal.
_get_comp_words_by_ref() {
  words=("${COMP_WORDS[@]}")
  cword=$COMP_CWORD
  cur=${words[cword]}
  prev=${words[cword - 1]}
}
compopt() { :; }

source <(kubectl completion bash)
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
COMP_LINE="$*"
COMP_POINT=${#COMP_LINE}
COMP_TYPE=9
__start_kubectl
printf '%s\n' "${COMPREPLY[@]}"
