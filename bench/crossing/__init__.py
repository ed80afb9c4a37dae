"""Certificates asked for in pairs while lines break and servers are killed: does any paper cross?"""
