"""A short trip report to be filled in."""

FORM = """出國報告（出國類別：考察）

赴{place}考察{subject}報告

服務機關：環境部
姓名職稱：王小明 科長
派赴國家：{place}
出國期間：112年5月3日至9日
報告日期：112年8月1日

壹、目的

本次考察的目的，是瞭解{place}辦理{subject}的作法，作為我國訂定制度的參考。

貳、過程

{body}

參、心得及建議

建議參考{place}的{subject}制度，先辦理試辦計畫，再逐步推廣到各縣市。
"""
