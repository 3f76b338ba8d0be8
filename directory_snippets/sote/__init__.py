"""The national register of social and health care organisations (SOTE-organisaatiorekisteri).

Code system 1.2.246.537.6.202 of THL, published by the code server of Kanta (CC BY 4.0).
"""
