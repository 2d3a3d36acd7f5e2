"""Databases as every earlier schema had them, with data, brought up to today's and asked for everything.

`data/<revision>.json`, compressed where it is large, holds every row of a small register. The code of that time wrote
it, over HTTP and on the days that the rows tell: 0002.json by the last commit before 0003, 0003.json by the last
before 0004; 0004.json goes on from 0003.json, upgraded. No commit had 0001 alone, and 0002 adds guards but neither a
table nor a column; so 0001.json was written by the code of 0002 as well, until 28 January only, and is read into a
database that has 0001 alone.

A release that changes the schema first adds the file of the schema before it: run the code that it replaces, let it
write a register that has one of everything, and dump that with `DATABASE_URL=… python -m tests.upgrade.write`. Files
that are there are never made anew: today's code would write them as today.
"""
