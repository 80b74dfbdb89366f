# Completion of locker for bash. It asks the program itself: locker __complete WORD...

_locker() {
  # readline splits words at = and :, which locker does not.
  local breaks=${COMP_WORDBREAKS//[^=:]/} glue= word value about i
  local -a words=()
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    if [[ -n $breaks && ${#words[@]} -gt 0 && (-n $glue || $word =~ ^[=:]+$) ]]; then
      words[${#words[@]} - 1]+=$word
      [[ $word =~ ^[=:]+$ ]] && glue=yes || glue=
    else
      words+=("$word")
      glue=
    fi
  done
  local current=${words[${#words[@]} - 1]} kept=
  [[ -n $breaks ]] && kept=${current%"${current##*["$breaks"]}"}

  COMPREPLY=()
  while IFS=$'\t' read -r value about; do
    if [[ $value == :files ]]; then
      compopt -o filenames 2>/dev/null
      while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "${current#"$kept"}")
    else
      COMPREPLY+=("${value#"$kept"}")
    fi
  done < <("${COMP_WORDS[0]/#\~/$HOME}" __complete "${words[@]}" 2>/dev/null)
  [[ ${#COMPREPLY[@]} -eq 1 && ${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null
  return 0
}

complete -F _locker locker
