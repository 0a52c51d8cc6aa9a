# Options, file names, numbers and answers told apart by case.
options=0 sources=0 numbers=0 answers=0 words=0
i=0
while [ "$i" -lt 24000 ]; do
	for word in --help -v --prefix=/usr main.c lexer.h 1024 12x yes NO archive.tar.gz plain; do
		case $word in
		-h | --help) options=$((options + 1)) ;;
		-v | --verbose) options=$((options + 1)) ;;
		--prefix=* | --exec-prefix=*) options=$((options + 2)) ;;
		-*) options=$((options + 3)) ;;
		*.c | *.h | *.[ly]) sources=$((sources + 1)) ;;
		*.tar | *.tar.?z) sources=$((sources + 2)) ;;
		[Yy] | [Yy][Ee][Ss]) answers=$((answers + 1)) ;;
		[Nn] | [Nn][Oo]) answers=$((answers + 2)) ;;
		*[!0-9]*) words=$((words + 1)) ;;
		*) numbers=$((numbers + 1)) ;;
		esac
	done
	i=$((i + 1))
done
echo "$options $sources $numbers $answers $words"
