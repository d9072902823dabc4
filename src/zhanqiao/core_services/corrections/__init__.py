"""数据校核 Corrections: a cell is wrong, as somebody or a comparison found; the department answers, what it accepts becomes a release.

Words: a *correction* names a cell by what identifies its row, says what should stand there and why. Its *origin* is somebody of
the public, or a discrepancy that its source accepted. The authority *forwards* what has no clear department. An officer answers:
*accepted* or *rejected* with a public reason; what was accepted is *confirmed* by the department's reviewer, who is somebody
else, and published at once as a release that differs in that cell alone. The public sees what was asked, the answer, its
date and the office; never the person.

青岛市公共数据管理办法 (市政府令第299号) art 17: 5 working days, up to 10 with the consent of the person in charge; forwarded by the
authority within 2. What a comparison found runs under the clock of its discrepancy (政务数据共享条例 art 26: 10 working days).
"""
