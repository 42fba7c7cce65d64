#!/usr/bin/env python3
"""Builds the graph of a corpus with Apache Spark: articles to events, events to sorted N-Triples.

    pip install pyspark
    scripts/spark_build.py OUT INPUT... [--diplograph PATH] [--partitions N] [--extract "--date 2021-03-25"]

INPUT is what Spark reads as text, an article a line (JSONL, also .gz or .zst where Hadoop has the codec): paths, patterns, or
addresses such as hdfs://... or s3a://.... OUT gets `events/` and `triples/`, each as part files. The triples are sorted and each
is there once, so the part files one after another are the graph.nt that `diplograph build INPUT` writes, byte for byte. The
program must be on every worker, at the same path.

On a laptop this runs in one process, with a worker a core; on a cluster, give it to spark-submit.
"""

import argparse
import shlex
import subprocess
import sys
import threading

from pyspark.sql import SparkSession


def through(command):
    """A function that passes a partition's lines through a command, streaming. Nothing is started for no lines."""

    def run(lines):
        first = next(lines, None)
        if first is None:
            return
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

        def feed():
            with process.stdin as stream:
                stream.write(first.encode() + b"\n")
                for line in lines:
                    stream.write(line.encode() + b"\n")

        writer = threading.Thread(target=feed, daemon=True)
        writer.start()
        for line in process.stdout:
            yield line.decode().rstrip("\n")
        writer.join()
        # 2 says that records were skipped; which ones stands in the worker's log.
        if process.wait() not in (0, 2):
            raise RuntimeError(f"{shlex.join(command)} ended with status {process.returncode}")

    return run


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("out", help="folder for events/ and triples/; must not hold them yet")
    parser.add_argument("inputs", nargs="+", help="articles, one JSON object a line")
    parser.add_argument("--diplograph", default="diplograph", help="the program")
    parser.add_argument("--partitions", type=int, default=None, help="pieces of work; some for each core")
    parser.add_argument("--extract", default="", help="further flags for `diplograph extract`")
    args = parser.parse_args()

    spark = SparkSession.builder.appName("diplograph").getOrCreate()
    context = spark.sparkContext
    pieces = args.partitions or 4 * context.defaultParallelism
    extract = [args.diplograph, "extract", "-j", "1", *shlex.split(args.extract), "-"]
    export = [args.diplograph, "export", "-", "-f", "nt"]

    articles = context.textFile(",".join(args.inputs), pieces).repartition(pieces)
    events = articles.mapPartitions(through(extract)).cache()
    events.saveAsTextFile(f"{args.out}/events")
    # Code points and bytes of UTF-8 sort alike, so this is the order of `LC_ALL=C sort -u`.
    triples = events.mapPartitions(through(export)).distinct(pieces).sortBy(lambda line: line, numPartitions=pieces)
    triples.saveAsTextFile(f"{args.out}/triples")
    print(f"{events.count()} events, {triples.count()} triples in {args.out}", file=sys.stderr)
    spark.stop()


if __name__ == "__main__":
    main()
