# scripts/deps on made-up machines: a PATH of its own with a package manager that only writes down
# what it was asked for and then makes the tool appear.

load ../helper

setup() {
	unset DEPS # `make DEPS=no check`
	private_directory
	mkdir bin
	for tool in sh cat grep sort env rm touch awk cmp xargs; do
		ln -s "$(command -v "$tool")" bin/
	done
	program id 'echo 0'
}

# program NAME BODY: put a script on the machine.
program() {
	printf '#!/bin/sh\n%s\n' "$2" >"bin/$1"
	chmod +x "bin/$1"
}

# A compiler that finds every header whose name is in the file `headers`.
compiler() {
	printf '%s\n' "$@" >headers
	program "${compiler_name:-cc}" '
		while read -r line; do
			case $line in
			*"<"*) line=${line#*<}; grep -qx "${line%>*}" headers || exit 1 ;;
			esac
		done'
}

# A manager that installs nothing and says so in the file `asked`.
manager() {
	program "$1" "${2:-}"'
		echo "'"$1"' $*" >>asked'
}

deps() {
	env -i PATH="$PWD/bin" TMPDIR="$PWD" DEPS="${DEPS-}" READLINE="${READLINE-}" CC="${CC-}" \
		sh "$WHELK_TOP/scripts/deps" "$@"
}

everything() {
	compiler stdio.h stdlib.h readline/readline.h
	for tool in make bash bats ps perl prlimit tmux autoconf clang-format cppcheck shellcheck mandoc; do
		program "$tool" :
	done
	program timeout 'echo GNU'
}

@test "nothing missing: nothing said, nothing done" {
	everything
	manager apt-get
	run deps build check lint
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ ! -e asked ]
}

@test "apt-get installs what the build lacks, and says so first" {
	program make :
	program apt-cache :
	manager apt-get 'case $* in *install*)
		printf "%s\n" "while read -r x; do :; done" >bin/cc
		PATH=/bin:/usr/bin chmod +x bin/cc ;; esac'
	run deps build
	[ "$status" -eq 0 ]
	[ "${lines[0]}" = "deps: this machine lacks: compiler libc readline" ]
	[[ ${lines[1]} == "deps: running: env DEBIAN_FRONTEND=noninteractive apt-get "* ]]
	[[ $(cat asked) == *" install gcc libc6-dev libreadline-dev" ]]
}

@test "apt-get fetches its lists only when they do not know the packages" {
	everything
	rm bin/shellcheck
	program apt-cache 'exit 100'
	manager apt-get
	run deps lint
	[ "$(head -n 1 asked)" = "apt-get -q update" ]
}

@test "a tool that is still not there after installing is an error" {
	everything
	rm bin/bats
	manager apk
	run deps check
	[ "$status" -eq 1 ]
	[ "${lines[2]}" = "deps: installed, and yet not found: bats" ]
}

@test "the names of Fedora, Alpine and Arch" {
	everything
	rm bin/cc bin/timeout bin/shellcheck bin/bats bin/clang-format
	manager dnf
	run deps build check lint
	[[ $(cat asked) == "dnf -q -y "*" install ShellCheck bats clang-tools-extra coreutils gcc glibc-devel readline-devel" ]]
	rm bin/dnf asked
	manager apk
	run deps build check lint
	[ "$(cat asked)" = "apk add -q bats clang-extra-tools coreutils gcc musl-dev ncurses-static readline-dev readline-static shellcheck" ]
	rm bin/apk asked
	manager pacman
	run deps build check lint
	[ "$(cat asked)" = "pacman -S --needed --noconfirm bash-bats clang coreutils gcc glibc readline shellcheck" ]
}

@test "READLINE=no needs no Readline" {
	everything
	compiler stdio.h stdlib.h
	run deps build
	[ "$status" -eq 1 ]
	READLINE=no run deps build
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "another compiler is as good" {
	compiler_name=tcc everything
	CC='tcc -m64' run deps build
	[ "$status" -eq 0 ]
	[ -z "$output" ]
}

@test "not root: by sudo" {
	everything
	program id 'echo 1000'
	rm bin/mandoc
	manager apk
	program sudo 'echo "sudo $*" >>asked'
	run deps lint
	[ "${lines[1]}" = "deps: running: sudo apk add -q mandoc" ]
	[ "$(head -n 1 asked)" = "sudo apk add -q mandoc" ]
}

@test "neither root nor sudo: an error that names the packages" {
	everything
	program id 'echo 1000'
	rm bin/cc
	manager dnf
	run deps build
	[ "$status" -eq 1 ]
	[[ $output == *"dnf: gcc glibc-devel readline-devel"* ]]
	[ ! -e asked ]
}

@test "no package manager: an error that names what is missing" {
	everything
	rm bin/bats
	run deps build check
	[ "$status" -eq 1 ]
	[ "${lines[0]}" = "deps: this machine lacks: bats" ]
}

@test "a failed installation is an error" {
	everything
	rm bin/bats
	manager dnf 'exit 1'
	run deps check
	[ "$status" -eq 1 ]
	[[ $output == *"could not install: bats"* ]]
}

@test "DEPS=no installs nothing" {
	manager apt-get
	DEPS=no run deps build check lint
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ ! -e asked ]
}
