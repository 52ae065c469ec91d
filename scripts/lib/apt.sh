# shellcheck shell=bash
# A private apt: own lists and cache under $STATE/apt, the machine's is never touched.
# Works for every user. Mirrors, proxies and keys are the machine's own; signatures
# are always checked.

KEYRING=/usr/share/keyrings/debian-archive-keyring.gpg

# debian_mirror [security]: address of the machine's own Debian mirror
debian_mirror() {
  # shellcheck disable=SC2016 # the dollars are apt's
  apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' 2>/dev/null |
    awk -v security="${1:-}" '$3 == "main" && ($1 ~ /security/) == (security != "") &&
                              ($2 !~ /-/ || security != "") {print $1; exit}'
}

# apt_private NAME COMMAND...: apt-get on the private lists NAME
apt_private() {
  local dir=$STATE/apt/$1
  shift
  apt-get -qq \
    -o "Dir::State=$dir/state" -o "Dir::State::Lists=$dir/lists" -o "Dir::Cache=$dir/cache" \
    -o "Dir::Log=$dir" -o "Dir::State::status=$dir/status" \
    -o "Dir::Etc::sourcelist=$dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
    -o APT::Sandbox::User= -o Debug::NoLocking=1 -o APT::Get::AllowUnauthenticated=false \
    -o Acquire::AllowInsecureRepositories=false -o Acquire::Languages=none \
    -o Acquire::Retries=3 -o Acquire::http::Timeout=30 "$@"
}

_apt_source() { # SUITE
  local suite=$1 mirror
  if [ "$suite" = security ]; then
    mirror=$(debian_mirror security)
    suite=$(. /etc/os-release && echo "$VERSION_CODENAME")-security
  else
    mirror=$(debian_mirror)
  fi
  [ -z "$mirror" ] || echo "deb [signed-by=$KEYRING] $mirror $suite main"
}

# apt_lists NAME SUITE...: read the package lists; false when there is no way to
apt_lists() {
  local dir=$STATE/apt/$1 suite
  has_command apt-get && [ -r "$KEYRING" ] && [ -n "$(debian_mirror)" ] || return 1
  mkdir -p "$dir/state" "$dir/lists/partial" "$dir/cache/archives/partial"
  for suite in "${@:2}"; do _apt_source "$suite"; done >"$dir/sources.list"
  # never a link to the machine's own status file, which this would empty
  rm -f "$dir/status" && : >"$dir/status"
  apt_private "$1" update
}

# apt_unpack NAME FOLDER PACKAGE...: download, verify and unpack below FOLDER, which
# gets a file "packages" that says what is in it
apt_unpack() {
  local name=$1 folder=$2 debs deb
  shift 2
  debs=$STATE/apt/$name/debs
  rm -rf "$debs"
  mkdir -p "$debs" "$folder"
  (cd "$debs" && apt_private "$name" download "$@") || {
    rm -rf "$debs"
    return 1
  }
  for deb in "$debs"/*.deb; do
    dpkg-deb -x "$deb" "$folder" || return 1
    dpkg-deb -W --showformat '${Package} ${Version}\n' "$deb" >>"$folder/packages"
  done
  rm -rf "$debs"
}

# apt_closure NAME PACKAGE...: these and everything they need that the machine lacks
apt_closure() {
  local name=$1
  shift
  {
    printf '%s\n' "$@"
    apt_private "$name" -s --no-install-recommends install "$@" |
      awk '$1 == "Inst" {print $2}' |
      grep -vxFf <(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' | awk '$1 == "ii" {print $2}') || true
  } | sort -u
}
