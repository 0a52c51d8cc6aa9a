# git's own shell scripts do under whelk what they do under dash.
#
# SPDX-License-Identifier: GPL-3.0-or-later
load common

# An exec path of its own for each: git's programs, and its scripts with another first line.
take_git() {
	local programs box file
	programs=$(git --exec-path)
	for box in whelk dash; do
		mkdir -p "$box/git"
		ln -s "$programs"/* "$box/git"
		for file in "$programs"/*; do
			[ -f "$file" ] || continue
			case $(head -c 9 "$file" | tr -d '\0') in '#!/bin/sh')
				rm "$box/git/${file##*/}"
				sed "1s|^#!/bin/sh|#!$PWD/$box/bin/sh|" "$file" \
					>"$box/git/${file##*/}"
				chmod 755 "$box/git/${file##*/}"
				;;
			esac
		done
	done
}

setup() {
	private_directory
	toolbox "$WHELK"
	[ -d whelk ] || mv "${WHELK##*/}" whelk
	toolbox dash
	needs git "$(git --exec-path)/git-sh-setup"
	take_git
	export GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@d
	export GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'
	export GIT_CONFIG_NOSYSTEM=1 FILTER_BRANCH_SQUELCH_WARNING=1 GIT_PAGER=cat
	git config --global init.defaultBranch main
	git config --global protocol.file.allow always
	# What every scenario begins with.
	begin=$(
		cat <<-'EOF_BEGIN'
			export GIT_EXEC_PATH="${PWD%/work}/git"
			say() { echo "== $*"; "$@"; echo "-- $?"; }
			commit() { printf '%s\n' "$2" >"$1"; git add "$1"; git commit -q -m "$1: $2"; }
			repository() { git init -q "$1" && cd "$1" && commit file one; }
		EOF_BEGIN
	)
}

# scenario_of: the common beginning and what stands on standard input.
same_git() {
	{
		printf '%s\n' "$begin"
		cat
	} | same
}

@test "git submodule: add, status, update, foreach, summary, sync, deinit" {
	same_git <<-'SCENARIO'
		(repository 'sub one'; commit more two)
		(repository main
		say git submodule --quiet add ../'sub one' path/sub
		git commit -qm add
		say git submodule
		say git submodule status --recursive
		say git submodule --quiet foreach 'echo "$name $sm_path $(git log --oneline | wc -l)"'
		(cd path/sub && commit third 3)
		say git submodule status
		say git submodule summary
		say git submodule --quiet sync
		say git submodule --quiet update
		say git submodule absorbgitdirs
		say git submodule deinit -f --all
		say git submodule set-branch -b main path/sub
		say git submodule no-such-command
		say git submodule update no-such-path)
		say git clone -q --recurse-submodules main copy
		cat copy/path/sub/more
	SCENARIO
}

@test "git filter-branch: messages, trees, indexes, environment" {
	same_git <<-'SCENARIO'
		repository r; commit secret x; commit file two; git tag v1
		say git filter-branch -f --msg-filter 'sed s/file/FILE/' -- --all
		git log --format='%H %s'
		say git filter-branch -f --tree-filter 'rm -f secret; echo t >tree' HEAD
		git log --stat --format='%H %s'
		say git filter-branch -f --index-filter 'git rm -q --cached --ignore-unmatch tree' \
			--env-filter 'GIT_AUTHOR_NAME=Other; export GIT_AUTHOR_NAME' \
			--prune-empty --tag-name-filter cat -- --all
		git log --format='%H %an %s'
		mkdir dir; commit dir/f 1
		say git filter-branch -f --subdirectory-filter dir HEAD
		git ls-tree -r HEAD
		say git filter-branch --no-such-option
		say git filter-branch -f --msg-filter false HEAD
	SCENARIO
}

@test "git merge with the strategies that are scripts, and mergetool" {
	same_git <<-'SCENARIO'
		repository r
		for b in a b c; do git checkout -q -b $b main; commit $b $b; done
		git checkout -q main; commit own own
		say git merge -q -m octopus a b c; git log --oneline --graph
		git checkout -q -b x main; commit file left; commit gone g
		git checkout -q -b y main; commit file right; commit new n
		say git merge -s resolve -m resolve x
		git status -s
		git config merge.tool mine
		git config mergetool.mine.cmd 'cat "$BASE" "$LOCAL" "$REMOTE" >"$MERGED"; true'
		git config mergetool.mine.trustExitCode true
		say git mergetool --no-prompt
		cat file; git status -s
		git config diff.tool mine; git config difftool.mine.cmd 'diff "$LOCAL" "$REMOTE"'
		say git difftool --no-prompt main HEAD -- file
		say git mergetool --tool-help | grep -c .
	SCENARIO
}

@test "git bisect run, request-pull, quiltimport, subtree, stash and hooks" {
	same_git <<-'SCENARIO'
		(repository r
		for i in 1 2 3 4 5 6 7; do commit n $i; done
		say git bisect start HEAD HEAD~6
		say git bisect run sh -c 'test "$(cat n)" -lt 4'
		say git bisect log; say git bisect reset
		mkdir sub; commit sub/f 1; git tag -m v v1 HEAD~3
		say git request-pull v1 . main
		say git subtree split -q --prefix=sub -b only
		git log --format='%H %s' only
		mkdir patches; git format-patch -q -o patches -1 HEAD~2
		(cd patches && ls >series)
		git checkout -q -b quilt HEAD~3
		say git quiltimport --patches patches
		git log --format='%H %s' -2
		for h in pre-commit commit-msg prepare-commit-msg; do
			[ -e .git/hooks/$h.sample ] || continue
			sed "1s|.*|#!${GIT_EXEC_PATH%git}bin/sh|" .git/hooks/$h.sample >.git/hooks/$h
			chmod 755 .git/hooks/$h
		done
		printf 'space \n' >n; git add n; say git commit -q -m 'trailing space'
		say git commit -q -m 'Signed-off-by: a
		Signed-off-by: a'; git reset -q --hard
		commit tidy 1; git log --format=%s -1)
	SCENARIO
}
