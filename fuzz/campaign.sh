#!/bin/sh
# Runs targets one after another: campaign.sh SECONDS [TARGET...]. TARGET_DIR names another folder for builds.
cd "$(dirname "$0")" || exit
seconds=${1:?seconds for each target}
shift
[ $# -gt 0 ] || set -- text html feed json warc packed events tokenizer time rules actors extract
for target in "$@"; do
    seeds=seeds/$target
    [ "$target" != html ] || seeds=../tests/pages
    mkdir -p "corpus/$target" "$seeds"
    nice -n 19 cargo +nightly fuzz run --target-dir "${TARGET_DIR:-target}" "$target" "corpus/$target" "$seeds" -- \
        -max_total_time="$seconds" -timeout=25 -rss_limit_mb=3000 -max_len=8192 -detect_leaks=0 || echo "$target: something was found"
done
